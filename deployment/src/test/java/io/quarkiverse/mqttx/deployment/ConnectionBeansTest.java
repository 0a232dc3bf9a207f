package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Named;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/** Events, listeners and credentials of an application; nothing but the connector asks for these beans, and they must stay. */
@Tag("slow")
class ConnectionBeansTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Told.class, Consumer.class, Observer.class, Listener.class, Vault.class,
                    OtherVault.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "readings")
            .overrideConfigKey("mp.messaging.incoming.readings.client-id", "reader")
            .overrideConfigKey("mp.messaging.incoming.readings.credentials-provider", "vault")
            .overrideConfigKey("mp.messaging.incoming.readings.reconnect-interval-seconds", "0");

    @Test
    void areFoundAndAsked() {
        await().atMost(Duration.ofSeconds(20)).until(() -> Told.lines.contains("async Connected, blocking allowed"));

        assertThat(Told.lines).contains("vault asked for vault, blocking allowed", "sync Connecting, blocking allowed",
                "sync Failed, blocking allowed", "sync Connected, blocking allowed", "listener sees ann with token 2");
        assertThat(Told.lines).filteredOn(line -> line.startsWith("sync")).extracting(line -> line.split("[ ,]")[1])
                .startsWith("Connecting", "Failed", "Waiting", "Connecting", "Connected");
    }

    static final class Told {

        static final List<String> lines = new CopyOnWriteArrayList<>();

        static void on(String what) {
            lines.add(what + (BlockingOperationControl.isBlockingAllowed() ? ", blocking allowed" : ""));
        }
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }

    static class Observer {

        void sync(@Observes ConnectionEvent event) {
            Told.on("sync " + event.getClass().getSimpleName());
        }

        void async(@ObservesAsync ConnectionEvent.Connected event) {
            Told.on("async " + event.getClass().getSimpleName());
        }
    }

    @ApplicationScoped
    @Identifier("reader")
    static class Listener implements ConnectionListener {

        @Override
        public Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
            Told.lines.add("listener sees " + attempt.username() + " with " + attempt.password());
            return null;
        }
    }

    @ApplicationScoped
    @Named("vault")
    static class Vault implements CredentialsProvider {

        private int asked;

        @Override
        public Map<String, String> getCredentials(String name) {
            Told.on("vault asked for " + name);
            asked++;
            if (asked == 1) {
                throw new IllegalStateException("sealed");
            }
            return Map.of(USER_PROPERTY_NAME, "ann", PASSWORD_PROPERTY_NAME, "token " + asked);
        }
    }

    @ApplicationScoped
    @Named("other")
    static class OtherVault implements CredentialsProvider {

        @Override
        public Map<String, String> getCredentials(String name) {
            throw new IllegalStateException("not this one");
        }
    }
}
