package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.PATIENCE;
import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionEvent.Closed;
import io.quarkiverse.mqttx.api.ConnectionEvent.Connected;
import io.quarkiverse.mqttx.api.ConnectionEvent.Connecting;
import io.quarkiverse.mqttx.api.ConnectionEvent.Failed;
import io.quarkiverse.mqttx.api.ConnectionEvent.GivenUp;
import io.quarkiverse.mqttx.api.ConnectionEvent.Lost;
import io.quarkiverse.mqttx.api.ConnectionEvent.Waiting;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;

@Tag("broker")
class ConnectionEventsTest {

    /** "no more" as a reason string */
    private static final String REASON_STRING = "1F 00 07 6E 6F 20 6D 6F 72 65";

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

    private final ConnectionListener recorder = new ConnectionListener() {
        @Override
        public void onEvent(ConnectionEvent event) {
            events.add(event);
        }
    };

    private List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>();
        events.forEach(event -> types.add(event.getClass()));
        return types;
    }

    private <E> E only(Class<E> type) {
        List<E> found = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void tellOfEveryStepInItsOrder() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, 0x88, REASON_STRING)).close();
        }, connection -> {
            connection.accept();
            connection.send(Packets.packet(0xE0, new byte[] { (byte) 0x98, 0 })).close();
        }, Conversation::serve)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V5));
            client.usedBy(List.of("in", "out"));
            client.onConnection("listener", recorder);
            client.start();
            await().atMost(PATIENCE).until(() -> types().stream().filter(Connected.class::equals).count() == 2);
            get(client.stop(PATIENCE));

            assertThat(types()).containsExactly(Connecting.class, Failed.class, Waiting.class, Connecting.class,
                    Connected.class,
                    Lost.class, Waiting.class, Connecting.class, Connected.class, Closed.class);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.connection()).isEqualTo("test");
                assertThat(event.channels()).containsExactly("in", "out");
                assertThat(event.server()).isEqualTo(address(broker));
            });
            assertThat(only(Failed.class).attempt()).isEqualTo(1);
            assertThat(only(Failed.class).reasonCode()).isEqualTo(0x88);
            assertThat(only(Failed.class).reason()).contains("Server unavailable", "no more");
            assertThat(only(Lost.class).reasonCode()).isEqualTo(0x98);
            assertThat(((Connecting) events.get(3)).attempt()).isEqualTo(2);
            assertThat(((Connecting) events.get(7)).attempt()).isEqualTo(1);
            assertThat(((Connected) events.get(4)).negotiated().version()).isEqualTo(ProtocolVersion.V5);
            assertThat(((Connected) events.get(4)).reconnects()).isZero();
            assertThat(((Connected) events.get(8)).reconnects()).isEqualTo(1);
            assertThat(((Waiting) events.get(2)).delay()).isPositive();
        }
    }

    @Test
    void tellOfAFallBackAndOfGivingUp() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send("20 02 00 01").close();
        }, connection -> {
            connection.accept();
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(false, 0, 0, 0));
            client.onConnection("listener", recorder);
            get(client.start());
            await().atMost(PATIENCE).until(() -> types().contains(GivenUp.class));

            assertThat(types()).containsExactly(Connecting.class, Failed.class, Connecting.class, Connected.class, Lost.class,
                    GivenUp.class);
            assertThat(only(Failed.class).reason()).contains("does not accept MQTT 5");
            assertThat(only(GivenUp.class).reason()).contains("auto-reconnect");
        }
    }

    @Test
    void aListenerThatThrowsOrIsClosedHarmsNobody() throws Exception {
        try (LogCapture log = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            client.onConnection("listener that throws", new ConnectionListener() {
                @Override
                public void onEvent(ConnectionEvent event) {
                    throw new IllegalStateException("thrown");
                }
            });
            client.onConnection("closed listener", new ConnectionListener() {
                @Override
                public void onEvent(ConnectionEvent event) {
                    events.clear();
                }
            }).close();
            client.onConnection("listener", recorder);
            get(client.start());

            assertThat(types()).containsExactly(Connecting.class, Connected.class);
            assertThat(log.lines("ERROR")).hasSize(2)
                    .allMatch(line -> line.contains("'test': the listener that throws has failed") && line.contains("thrown"));
        }
    }

    @Test
    void tellOfLossesOfARealBroker() throws Exception {
        MosquittoBroker.assumeInstalled();
        MosquittoBroker broker = new MosquittoBroker();
        try (broker) {
            broker.start();
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            client.onConnection("listener", recorder);
            get(client.start());
            broker.stop();
            await().atMost(PATIENCE).until(() -> types().contains(Failed.class));
            broker.start();
            await().atMost(PATIENCE).until(() -> types().get(types().size() - 1) == Connected.class);

            assertThat(types()).startsWith(Connecting.class, Connected.class, Lost.class, Waiting.class, Connecting.class,
                    Failed.class, Waiting.class);
            assertThat(only(Lost.class).reason()).isNotBlank();
        }
    }
}
