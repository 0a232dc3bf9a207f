package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.logging.Level;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

/** The attributes of a client are checked as those of a channel are. */
@Tag("slow")
class ClientConfigurationTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Clients.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.client.alerts.host", "${BROKER_OF_THE_PLANT}")
            .overrideConfigKey("mp.messaging.client.alerts.port", "70000")
            .overrideConfigKey("mp.messaging.client.alerts.keepalive-seconds", "5")
            .overrideConfigKey("mp.messaging.client.alerts.topic", "a")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.mqttx")
                    && record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(records -> assertThat(records).extracting(TEXT::format).containsExactlyInAnyOrder(
                    "client 'alerts', attribute 'keepalive-seconds': is not known and has no effect; did you mean"
                            + " keep-alive-seconds?",
                    "client 'alerts', attribute 'topic': has no effect, because it belongs to channels"))
            .assertException(failure -> assertThat(failure).hasMessageContaining(
                    "client 'alerts', attribute 'port', value '70000': use a whole number from 1 to 65535"));

    @Test
    void stopsTheBuild() {
        fail("the application must not be built");
    }

    @ApplicationScoped
    static class Clients {

        @Inject
        @Identifier("alerts")
        MqttClient alerts;
    }
}
