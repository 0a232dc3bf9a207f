package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.logging.Level;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class ConfigurationErrorsTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    private static final String MESSAGE = """
            The MQTT configuration has 10 problems:
            - channel 'orders', attribute 'failure-strategy', value 'retry': use one of dead-letter-topic, delayed-retry, fail, \
            ignore, redeliver, reject, or a comma-separated list of them
            - channel 'orders', attribute 'servers', value 'mqtt://a': contradicts host; use either servers, or host and \
            port
            - channel 'orders', attribute 'client-id': set it, because a session that outlives the connection \
            (auto-clean-session=false) would be lost with a generated one; or use version=5, where the broker assigns one; \
            if the environment of the application names it, write client-id=${NAME}
            - channel 'readings', attribute 'topic', value 'plant/#/temperature': the topic filter 'plant/#/temperature' \
            goes on after the wildcard '#' at index 6; '#' is the last level, use '+' for a level in between
            - channel 'readings', attribute 'qos', value '3': use 0, 1 or 2, or a comma-separated list of them
            - channel 'readings', attribute 'client-options-name', value 'proxy': there is no CDI bean of type \
            io.vertx.core.net.NetClientOptions with @Identifier("proxy"); produce one, or correct the name
            - channel 'averages', attribute 'topic', value 'plant/+/average': the topic name 'plant/+/average' contains the \
            wildcard '+', which only a subscription may; name the one topic to publish to
            - channel 'averages', attribute 'will-payload', value 'gone': there is no will without will-topic; set \
            will-topic, or leave it out
            - channel 'commands', attribute 'version', value '6': use one of auto, 5, 3.1.1, 4, 3.1, 3
            - channel 'alarms' and 'commands', attribute 'client-id', value 'plant': a broker lets a client connect once, \
            but the channels differ in keep-alive-seconds (10 and 20), version ([3.1, 3.1.1, 5] and 6); give them the same \
            values, or client ids of their own""";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Plant.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.alarms.client-id", "plant")
            .overrideConfigKey("mp.messaging.incoming.alarms.keep-alive-seconds", "10")
            .overrideConfigKey("mp.messaging.outgoing.commands.client-id", "plant")
            .overrideConfigKey("mp.messaging.outgoing.commands.keep-alive-seconds", "20")
            .overrideConfigKey("mp.messaging.outgoing.commands.version", "6")
            .overrideConfigKey("mp.messaging.incoming.orders.auto-clean-session", "false")
            .overrideConfigKey("mp.messaging.incoming.orders.failure-strategy", "retry")
            .overrideConfigKey("mp.messaging.incoming.orders.servers", "mqtt://a")
            .overrideConfigKey("mp.messaging.incoming.orders.host", "b")
            .overrideConfigKey("mp.messaging.incoming.orders.keepalive-seconds", "5")
            .overrideConfigKey("mp.messaging.incoming.readings.connector", "smallrye-mqtt-x")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "plant/#/temperature")
            .overrideConfigKey("mp.messaging.incoming.readings.qos", "3")
            .overrideConfigKey("mp.messaging.incoming.readings.client-options-name", "proxy")
            .overrideConfigKey("mp.messaging.outgoing.averages.topic", "plant/+/average")
            .overrideConfigKey("mp.messaging.outgoing.averages.will-payload", "gone")
            .overrideConfigKey("mp.messaging.outgoing.averages.port", "${PORT_OF_THE_PLANT}")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.mqttx")
                    && record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(records -> assertThat(records).extracting(TEXT::format).containsExactly(
                    "channel 'orders', attribute 'keepalive-seconds': is not known and has no effect; did you mean"
                            + " keep-alive-seconds?"))
            .assertException(failure -> assertThat(failure).hasMessage(MESSAGE));

    @Test
    void stopTheBuildAllAtOnceAndTheWarningsAreThereToo() {
        fail("the application must not be built");
    }

    static class Plant {

        @Channel("commands")
        Emitter<String> commands;

        @Incoming("readings")
        @Outgoing("averages")
        String process(String reading) {
            return reading;
        }

        @Incoming("orders")
        void order(String order) {
        }

        @Incoming("alarms")
        void alarm(String alarm) {
        }
    }
}
