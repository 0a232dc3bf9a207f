package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkus.test.QuarkusUnitTest;

/** An application without a word about a broker: Dev Services starts one, and both channels get the connector. */
@Tag("slow")
class RoundTripTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Sensors.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.received.topic", "plant/+/temperature")
            .overrideConfigKey("mp.messaging.incoming.received.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.sent.topic", "plant/1/temperature")
            .overrideConfigKey("mp.messaging.outgoing.sent.qos", "2");

    @Inject
    Sensors sensors;

    @Inject
    ChannelPlan plan;

    @ConfigProperty(name = "mp.messaging.connector.smallrye-mqtt-x.host")
    String host;

    @Test
    void sendsAndReceivesOverTheBrokerOfDevServices() {
        assertThat(host).isEqualTo("127.0.0.1");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            sensors.send("21.5");
            return !sensors.received().isEmpty();
        });
        assertThat(sensors.received()).contains("21.5");
    }

    @Test
    void knowsTheChannelsOfTheBuild() {
        assertThat(plan.unused()).isEmpty();
        assertThat(plan.channels()).hasSize(2)
                .anySatisfy(channel -> {
                    assertThat(channel.incoming()).isTrue();
                    assertThat(channel.name()).isEqualTo("received");
                    assertThat(channel.uses()).singleElement().satisfies(use -> {
                        assertThat(use.payloadType()).isEqualTo("java.lang.String");
                        assertThat(use.usedBy()).endsWith("Sensors#receive");
                    });
                })
                .anySatisfy(channel -> {
                    assertThat(channel.incoming()).isFalse();
                    assertThat(channel.name()).isEqualTo("sent");
                    assertThat(channel.uses()).singleElement().extracting("payloadType").isEqualTo("java.lang.String");
                });
    }
}
