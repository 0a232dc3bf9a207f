package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.vertx.core.Future;

/** A connection that gives way to another one under the same session. */
@Tag("broker")
class GracefulReconnectTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private ReconnectingClient client(ScriptedBroker broker) {
        // The session would end with DISCONNECT, were it the end
        return fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V5).persistentSession("kept")
                .onShutdown(false, true));
    }

    private static void confirm(Conversation conversation, RawPacket publish) throws Exception {
        conversation.send(Packets.pubAck(publish.packetId()));
    }

    @Test
    void whatIsUnderWayIsConfirmedAndWhatIsNewGoesOutInTheNextConnection() throws Exception {
        CountDownLatch resting = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            RawPacket first = conversation.expect("PUBLISH");
            assertThat(resting.await(20, TimeUnit.SECONDS)).isTrue();
            confirm(conversation, first);
            conversation.expectBytes("E0 00");
            conversation.expectClose();
        }, conversation -> {
            conversation.accept(true);
            RawPacket second = conversation.expect("PUBLISH");
            assertThat(second.topic()).isEqualTo("second");
            assertThat(second.duplicate()).isFalse();
            confirm(conversation, second);
            conversation.serve();
        })) {
            ReconnectingClient client = client(broker);
            get(client.start());
            Outcome first = Outcome.of(client, "first", "x", 1);
            broker.awaitReceived("PUBLISH", 1);
            Future<Void> renewed = client.renew();
            Outcome second = Outcome.of(client, "second", "x", 1);
            client.context().runOnContext(done -> resting.countDown());

            get(renewed);
            assertThat(first.reasonCode()).isZero();
            assertThat(second.reasonCode()).isZero();
            assertThat(client.status().reconnects()).isEqualTo(1);
        }
    }

    @Test
    void aBrokerThatDoesNotConfirmIsNotWaitedForLong() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.expect("PUBLISH");
            conversation.expectBytes("E0 00");
            conversation.expectClose();
        }, conversation -> {
            conversation.accept(true);
            RawPacket again = conversation.expect("PUBLISH");
            assertThat(again.duplicate()).isTrue();
            confirm(conversation, again);
            conversation.serve();
        })) {
            ReconnectingClient client = client(broker);
            get(client.start());
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            broker.awaitReceived("PUBLISH", 1);
            get(client.renew());
            assertThat(outcome.reasonCode()).isZero();
        }
    }

    @Test
    void theEndOfTheApplicationGoesFirst() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            RawPacket first = conversation.expect("PUBLISH");
            RawPacket second = conversation.expect("PUBLISH");
            assertThat(stopping.await(20, TimeUnit.SECONDS)).isTrue();
            confirm(conversation, first);
            confirm(conversation, second);
            conversation.expect("DISCONNECT");
            conversation.expectClose();
        })) {
            ReconnectingClient client = client(broker);
            get(client.start());
            Outcome first = Outcome.of(client, "first", "x", 1);
            broker.awaitReceived("PUBLISH", 1);
            client.renew();
            Outcome second = Outcome.of(client, "second", "x", 1);
            Future<Void> stopped = client.stop(Duration.ofSeconds(20));
            client.context().runOnContext(done -> stopping.countDown());
            get(stopped);
            assertThat(first.reasonCode()).isZero();
            assertThat(second.reasonCode()).isZero();
            assertThat(broker.connections()).isEqualTo(1);
        }
    }
}
