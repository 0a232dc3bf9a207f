package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.spi.FailureContext;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

@Tag("slow")
class OwnStrategyTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Consumer.class, Park.class, Shred.class, ApplicationStrategies.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.port", "1")
            .overrideConfigKey("mp.messaging.incoming.readings.failure-strategy", "park");

    @Test
    void staysWhenAChannelUsesItAndGoesWhenNoneDoes() {
        assertThat(ApplicationStrategies.identifiers()).containsExactly("park");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }

    @ApplicationScoped
    @Identifier("park")
    static class Park implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return (message, reason, metadata) -> Uni.createFrom().voidItem();
        }
    }

    @ApplicationScoped
    @Identifier("shred")
    static class Shred implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return (message, reason, metadata) -> Uni.createFrom().voidItem();
        }
    }
}
