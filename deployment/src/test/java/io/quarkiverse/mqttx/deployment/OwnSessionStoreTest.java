package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.spi.SessionStore;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

/** Nothing injects a store of sessions, and still the build keeps it: a name in the configuration finds it. */
@Tag("slow")
class OwnSessionStoreTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Consumer.class, Shelves.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.port", "1")
            .overrideConfigKey("mp.messaging.incoming.readings.client-id", "gateway-7")
            .overrideConfigKey("mp.messaging.incoming.readings.auto-clean-session", "false")
            .overrideConfigKey("mp.messaging.incoming.readings.session-store", "shelf");

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }

    @ApplicationScoped
    @Identifier("shelf")
    static class Shelves implements SessionStore.Factory {

        static final Map<String, String> opened = new ConcurrentHashMap<>();

        @Override
        public SessionStore open(SessionStore.Request request) {
            opened.put(request.channel(), request.clientId());
            return new SessionStore() {
                @Override
                public Map<String, byte[]> load() {
                    return Map.of();
                }

                @Override
                public void commit(List<Change> changes) {
                }

                @Override
                public void close() {
                }
            };
        }
    }

    @Test
    void keepsTheSessionInTheStoreThatTheChannelNames() {
        assertThat(Shelves.opened).containsExactly(Map.entry("readings", "gateway-7"));
    }
}
