package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

@Tag("slow")
class ClientErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Clients.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.prices.client-id", "one")
            .overrideConfigKey("mp.messaging.client.alerts.client-id", "two")
            .assertException(failure -> assertThat(failure).hasMessageContainingAll("2 problems",
                    "- There is no MQTT connection 'alert' for an MqttClient", "did you mean 'alerts'?", "[alerts, prices]",
                    "- The application has 2 MQTT connections", "[[prices], [alerts]]"));

    @Test
    void stopTheBuild() {
        fail("the application must not be built");
    }

    @ApplicationScoped
    static class Clients {

        @Inject
        MqttClient any;

        @Inject
        @Identifier("alert")
        MqttClient misspelt;

        @Incoming("prices")
        void price(String price) {
        }
    }
}
