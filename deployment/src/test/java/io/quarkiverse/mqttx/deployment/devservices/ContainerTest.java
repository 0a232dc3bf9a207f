package io.quarkiverse.mqttx.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.DockerClientFactory;

import io.quarkiverse.mqttx.deployment.Sensors;
import io.quarkus.test.QuarkusUnitTest;

@EnabledIf(value = "containerRuntimeIsThere", disabledReason = "no container runtime found")
@Tag("slow")
class ContainerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Sensors.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "container")
            .overrideConfigKey("mp.messaging.incoming.received.topic", "plant/#")
            .overrideConfigKey("mp.messaging.outgoing.sent.topic", "plant/1")
            .setLogRecordPredicate(record -> record.getMessage().contains("Dev Services for MQTT"))
            .assertLogRecords(records -> assertThat(records).singleElement().satisfies(record -> assertThat(
                    new PatternFormatter("%s").format(record)).contains("container eclipse-mosquitto:2.0.15 on port")));

    static boolean containerRuntimeIsThere() {
        try (QuietLog quiet = QuietLog.silent("org.testcontainers")) {
            return DockerClientFactory.instance().isDockerAvailable();
        }
    }

    @Inject
    Sensors sensors;

    @Test
    void sendsAndReceivesOverTheContainer() {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            sensors.send("21.5");
            return !sensors.received().isEmpty();
        });
        assertThat(sensors.received()).contains("21.5");
    }
}
