package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;

/** What is doubtful does not stop the build for production, but is said there. */
@Tag("slow")
class BuildWarningsTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(jar -> jar.addClasses(Plant.class, Plant.Broken.class))
            .overrideConfigKey("mp.messaging.incoming.orders.auto-reconnect", "false")
            .overrideConfigKey("mp.messaging.incoming.orders.reconnect-attempts", "3")
            .overrideConfigKey("mp.messaging.incoming.orders.keepalive-seconds", "5")
            .overrideConfigKey("mp.messaging.incoming.orders.retain", "true")
            .overrideConfigKey("mp.messaging.incoming.readings.failure-strategy", "reject")
            .overrideConfigKey("mp.messaging.incoming.readings.reject-reason-codes",
                    "java.lang.SecurityException=0x87,org.acme.Missing=0x83," + Plant.Broken.class.getName() + "=0x99")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "plant//temperature,plant/*")
            .overrideConfigKey("mp.messaging.incoming.readings.ssl", "true")
            .overrideConfigKey("mp.messaging.incoming.readings.trust-all", "true")
            .overrideConfigKey("mp.messaging.outgoing.commands.topic", "$share/robots/commands")
            .overrideConfigKey("mp.messaging.outgoing.commands.version", "3.1.1")
            .overrideConfigKey("mp.messaging.outgoing.commands.session-expiry-seconds", "60")
            .overrideConfigKey("mp.messaging.outgoing.commands.client-id", "plant")
            .overrideConfigKey("mp.messaging.outgoing.commands.ssl", "${TLS:false}")
            .overrideConfigKey("mp.messaging.outgoing.commands.trust-all", "true")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqttx.host", "broker")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.mqttx")
                    && record.getLevel().intValue() >= Level.WARNING.intValue());

    @ProdBuildResults
    private ProdModeTestResults build;

    @Test
    void nameTheChannelTheAttributeAndTheRemedy() {
        assertThat(build.getRetainedBuildLogRecords()).extracting(TEXT::format).containsExactlyInAnyOrder(
                "channel 'orders', attribute 'keepalive-seconds': is not known and has no effect; did you mean"
                        + " keep-alive-seconds?",
                "channel 'orders', attribute 'retain': has no effect, because it belongs to outgoing channels",
                "channel 'orders', attribute 'reconnect-attempts': has no effect, because auto-reconnect is false",
                "channel 'readings', attribute 'failure-strategy': the broker cannot be told that a message of QoS 0 is rejected,"
                        + " and no other strategy follows, so the channel stops at the first that is nacked; write"
                        + " reject,ignore to drop it",
                "channel 'readings', attribute 'reject-reason-codes': the application has no exception 'org.acme.Missing';"
                        + " give the name as Class.getName() does, with $ before a nested class",
                "channel 'readings', attribute 'topic': 'plant//temperature' has an empty level, which counts as one; remove"
                        + " one '/'",
                "channel 'readings', attribute 'topic': '*' in 'plant/*' is no wildcard, but a level of that name; use '+' for"
                        + " any one level, or '#' for all the rest",
                "channel 'readings', attribute 'trust-all': is true, so any server that poses as the broker is trusted;"
                        + " not for production: name the authority in ssl.truststore.location",
                "channel 'commands', attribute 'topic': '$share/robots/commands' is an ordinary topic, which no shared"
                        + " subscription receives; leave out $share and the group",
                "channel 'commands', attribute 'session-expiry-seconds': has no effect before MQTT 5",
                "mp.messaging.connector.smallrye-mqttx.host: has no effect, because there is no connector 'smallrye-mqttx'; did"
                        + " you mean mp.messaging.connector.smallrye-mqtt-x.host?");
    }

    static class Plant {

        @Channel("commands")
        Emitter<String> commands;

        @Incoming("readings")
        void read(String reading) {
        }

        static class Broken extends RuntimeException {
        }

        @Incoming("orders")
        void order(String order) {
        }
    }
}
