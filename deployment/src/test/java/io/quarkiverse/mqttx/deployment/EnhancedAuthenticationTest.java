package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.spi.AuthenticationRequest;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

/** Nothing injects a mechanism of authentication, and still the build keeps it: a name in the configuration finds it. */
@Tag("slow")
class EnhancedAuthenticationTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(House.class, Badge.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.port", "1")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.username", "house")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.password", "hunter2")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.auto-reconnect", "false")
            .overrideConfigKey("mp.messaging.incoming.badges.authentication", "badge")
            .overrideConfigKey("mp.messaging.incoming.rooms.authentication", "SCRAM-SHA-256");

    @ApplicationScoped
    static class House {

        @Incoming("badges")
        void badges(String badge) {
        }

        @Incoming("rooms")
        void rooms(String room) {
        }
    }

    @ApplicationScoped
    @Identifier("badge")
    static class Badge implements EnhancedAuthentication {

        @Override
        public String method() {
            return "BADGE";
        }

        @Override
        public Exchange begin(AuthenticationRequest request) {
            throw new IllegalStateException("no badge for " + request.username());
        }
    }

    @Inject
    MqttConnections connections;

    @Test
    void asksTheMechanismThatTheChannelNames() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(connections.all())
                .extracting(connection -> connection.status().reason())
                .anyMatch(reason -> reason.contains("the authentication could not begin: no badge for house"))
                .anyMatch(reason -> reason.contains("localhost:1") && reason.contains("refused")));
    }
}
