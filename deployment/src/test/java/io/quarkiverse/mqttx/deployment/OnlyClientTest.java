package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.connector.MqttClient;
import io.quarkus.test.QuarkusUnitTest;

/** An application without channels and without a word about a broker: Dev Services starts one for its client. */
class OnlyClientTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(OnlyClientTest.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded");

    @Inject
    MqttClient client;

    @Test
    void needsNoNameAndNoConfiguration() {
        client.connect().await().atMost(Duration.ofSeconds(20));
        assertThat(client.pingAndAwait()).isPositive();
    }
}
