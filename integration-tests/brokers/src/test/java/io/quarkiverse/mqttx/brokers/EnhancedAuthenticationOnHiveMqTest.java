package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.Test;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.EnhancedAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthConnectInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthOutput;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ScramServer;

/** SCRAM on a real broker: HiveMQ, with the broker's side of SCRAM as an extension. */
class EnhancedAuthenticationOnHiveMqTest {

    /** Lets in who proves the password; what SCRAM says is asked of the test. */
    public static final class ScramExtension implements ExtensionMain, EnhancedAuthenticator {

        private final Function<byte[], byte[]> first;
        private final Function<byte[], byte[]> last;

        @SuppressWarnings("unchecked")
        public ScramExtension(Map<String, Object> shared) {
            first = (Function<byte[], byte[]>) shared.get("first");
            last = (Function<byte[], byte[]>) shared.get("last");
        }

        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            Services.securityRegistry().setEnhancedAuthenticatorProvider(provider -> this);
        }

        @Override
        public void onConnect(EnhancedAuthConnectInput input, EnhancedAuthOutput output) {
            ByteBuffer data = input.getConnectPacket().getAuthenticationData().orElseThrow();
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            output.continueAuthentication(first.apply(bytes));
        }

        @Override
        public void onReAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
            output.continueAuthentication(first.apply(input.getAuthPacket().getAuthenticationDataAsArray().orElseThrow()));
        }

        @Override
        public void onAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
            byte[] answer = last.apply(input.getAuthPacket().getAuthenticationDataAsArray().orElseThrow());
            if (answer[0] == 'v') {
                output.authenticateSuccessfully(answer);
            } else {
                output.failAuthentication(DisconnectedReasonCode.NOT_AUTHORIZED, "the proof is wrong");
            }
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        }
    }

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;
    }

    private final AtomicInteger authentications = new AtomicInteger();
    private final AtomicReference<ScramServer> server = new AtomicReference<>();

    private byte[] first(byte[] clientFirst) {
        try {
            server.set(new ScramServer("SHA-256", "pencil", 4096));
            return server.get().first(clientFirst);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] last(byte[] clientFinal) {
        try {
            authentications.incrementAndGet();
            return server.get().last(clientFinal);
        } catch (Exception e) {
            return ("e=" + e).getBytes(StandardCharsets.UTF_8);
        }
    }

    private HiveMqBroker broker() {
        Function<byte[], byte[]> first = this::first;
        Function<byte[], byte[]> last = this::last;
        return new HiveMqBroker().extension(ScramExtension.class, Map.of("first", first, "last", last));
    }

    private static TestApplication application(HiveMqBroker broker, String password) {
        return new TestApplication(broker).beans(Producer.class).outgoing("out", "qos", "1")
                .connector("authentication", "SCRAM-SHA-256").connector("username", "ann").connector("password", password);
    }

    @Test
    void provesThePasswordAndDoesSoAgain() {
        try (HiveMqBroker broker = broker()) {
            broker.start();
            try (TestApplication application = application(broker, "pencil").start()) {
                await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().getReadiness().isOk());
                assertThat(server.get().username()).isEqualTo("ann");

                MqttClient client = application.mqttClient("out");
                client.reauthenticate().await().atMost(Duration.ofSeconds(30));
                client.reauthenticate().await().atMost(Duration.ofSeconds(30));
                assertThat(authentications).hasValue(3);
                assertThat(application.connector().getReadiness().isOk()).isTrue();
                assertThat(application.get(MqttConnections.class).all()).singleElement()
                        .satisfies(connection -> assertThat(connection.status().reconnects()).isZero());
            }
        }
    }

    @Test
    void doesNotGetInWithAnotherPassword() {
        try (HiveMqBroker broker = broker()) {
            broker.start();
            try (TestApplication application = application(broker, "pen").connector("auto-reconnect", "false").start()) {
                String reason = await().atMost(Duration.ofSeconds(30)).until(
                        () -> application.connector().getReadiness().getChannels().iterator().next().getMessage(),
                        text -> text != null && text.contains("Gave up"));
                assertThat(reason).contains("CONNACK 0x87 Not authorized: the proof is wrong");
            }
        }
    }
}
