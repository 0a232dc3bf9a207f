package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.connector.MqttConnections;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.config.EnvConfigSource;

/** A variable of a channel with a dash is for that channel, also where the code alone says that there is one. */
class EnvironmentVariablesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Consumer.class, Environment.class)
                    .addAsServiceProvider(ConfigSourceProvider.class, Environment.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded");

    @Inject
    MqttConnections connections;

    @Test
    void isReadAndMakesNoChannelOfItsOwn() {
        await().untilAsserted(() -> assertThat(connections.all()).singleElement().satisfies(connection -> {
            assertThat(connection.channel()).isEqualTo("abc-def");
            assertThat(connection.status().isConnected()).isTrue();
            assertThat(connection.status().negotiated().clientId()).isEqualTo("from-the-environment");
        }));
    }

    /** In place of the environment, which a test cannot set. */
    public static class Environment implements ConfigSourceProvider {

        @Override
        public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
            return List.of(new EnvConfigSource(
                    Map.of("MP_MESSAGING_INCOMING_ABC_DEF_CLIENT_ID", "from-the-environment"), 300));
        }
    }

    static class Consumer {

        @Incoming("abc-def")
        void consume(String reading) {
        }
    }
}
