package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.ScriptedBroker;

@Tag("broker")
class ClientPublishTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void aBurstAtQos0WaitsForTheSocket() throws Exception {
        int count = 2_000;
        byte[] payload = new byte[32 * 1024];
        CountDownLatch reading = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            try {
                reading.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            CountDownLatch given = new CountDownLatch(1);
            client.context().runOnContext(v -> {
                for (int i = 0; i < count; i++) {
                    client.publish(Publish.of("burst", payload, 0, false), new PublishCompletion() {
                        @Override
                        public void succeeded(int packetId, int reasonCode, Properties answer) {
                            sent.incrementAndGet();
                        }

                        @Override
                        public void failed(Throwable cause) {
                        }
                    });
                }
                given.countDown();
            });
            given.await();
            // what the system buffers for the two ends of a connection is a few MiB, and this is 64
            assertThat(sent.get()).isLessThan(count / 2);
            reading.countDown();
            await().atMost(ClientFixture.PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> sent.get() == count);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a/#", "+/b", "nul\u0000" })
    void whatIsNoTopicNameFailsAloneAndTheConnectionLives(String topic) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            assertThat(Outcome.of(client, topic, "x", 1).failure()).isInstanceOfSatisfying(PublishException.class,
                    e -> assertThat(e.reasonCode()).isEqualTo(ReasonCode.TOPIC_NAME_INVALID));
            assertThat(Outcome.of(client, "valid", "x", 1).reasonCode()).isZero();
            assertThat(client.status().reconnects()).isZero();
        }
    }
}
