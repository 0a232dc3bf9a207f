package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.ReferenceClient;

class HiveMqBrokerTest {

    /** Refuses all clients but those whose identifier begins so. */
    public static final class Doorkeeper implements ExtensionMain {

        private final Map<String, Object> shared;

        public Doorkeeper(Map<String, Object> shared) {
            this.shared = shared;
        }

        @Override
        @SuppressWarnings("unchecked")
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            SimpleAuthenticator authenticator = (connect, decision) -> {
                String id = connect.getClientInformation().getClientId();
                ((BlockingQueue<String>) shared.get("seen")).add(id);
                if (id.startsWith((String) shared.get("prefix"))) {
                    decision.authenticateSuccessfully();
                } else {
                    decision.failAuthentication(ConnackReasonCode.BANNED, "not here");
                }
            };
            Services.securityRegistry().setAuthenticatorProvider(provider -> authenticator);
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        }
    }

    @Test
    void runsAnExtensionOfTheTest() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (HiveMqBroker broker = new HiveMqBroker().extension(Doorkeeper.class, Map.of("prefix", "good", "seen", seen))) {
            broker.start();
            try (ReferenceClient client = ReferenceClient.of(broker).persistentSession("good-1").connect()) {
                client.subscribe("a", 2).publish("a", "hello", 2);
                assertThat(client.awaitReceived(1)).singleElement().hasToString("a QoS 2: hello");
            }
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("good-1");
            assertThatThrownBy(() -> ReferenceClient.of(broker).persistentSession("bad-1").connect())
                    .hasMessageContaining("cannot connect");
        }
    }

    @Test
    void encryptsAndRestarts() {
        try (HiveMqBroker broker = new HiveMqBroker()) {
            broker.mutualTls(Certificates.localhost()).start();
            broker.restart();
            try (ReferenceClient client = ReferenceClient.of(broker).tls(Certificates.localhost()).connect()) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }
}
