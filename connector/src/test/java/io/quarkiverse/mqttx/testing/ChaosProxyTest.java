package io.quarkiverse.mqttx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("broker")
class ChaosProxyTest {

    private static final ScriptedBroker.Script ECHO_PINGS = connection -> connection.answerPings();

    @Test
    void forwardsAndCuts() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(ECHO_PINGS);
                ChaosProxy proxy = ChaosProxy.to(broker.port());
                Socket client = new Socket(proxy.host(), proxy.port())) {
            assertThat(ping(client)).isEqualTo("D0 00");

            proxy.cutAll();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
            await().untilAsserted(() -> assertThat(broker.transcript()).contains("#1 < end of stream"));
            assertThat(proxy.connections()).isEqualTo(1);
            await().untilAsserted(() -> assertThat(proxy.open()).isZero());
        }
    }

    @Test
    void resets() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(ECHO_PINGS);
                ChaosProxy proxy = ChaosProxy.to(broker.port());
                Socket client = new Socket(proxy.host(), proxy.port())) {
            assertThat(ping(client)).isEqualTo("D0 00");
            InputStream in = client.getInputStream();

            proxy.resetAll();

            assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void swallowsInTheBlackHoleAndForwardsNewConnectionsWhenHealed() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(ECHO_PINGS);
                ChaosProxy proxy = ChaosProxy.to(broker.port());
                Socket client = new Socket(proxy.host(), proxy.port())) {
            assertThat(ping(client)).isEqualTo("D0 00");

            proxy.blackHole();
            assertSilent(client);
            try (Socket another = new Socket(proxy.host(), proxy.port())) {
                assertSilent(another);
            }
            proxy.heal();

            assertSilent(client);
            try (Socket later = new Socket(proxy.host(), proxy.port())) {
                assertThat(ping(later)).isEqualTo("D0 00");
            }
        }
    }

    @Test
    void refusesConnections() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(ECHO_PINGS); ChaosProxy proxy = ChaosProxy.to(broker.port())) {
            proxy.refuse();
            try (Socket client = new Socket(proxy.host(), proxy.port())) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(broker.connections()).isZero();
        }
    }

    @Test
    void splitsPacketsWithoutChangingThem() {
        try (TestBroker broker = new ArtemisBroker().start();
                ChaosProxy proxy = ChaosProxy.to(broker)) {
            proxy.splitPackets(42);
            try (ReferenceClient client = ReferenceClient.of(broker).port(proxy.port()).connect()) {
                client.subscribe("split", 2);
                client.publishAll("split", 100, i -> ("message " + i).getBytes(), 2);
                assertThat(client.awaitReceived(100)).extracting(ReceivedMessage::text).startsWith("message 0", "message 1")
                        .endsWith("message 99").hasSize(100);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ConnectionEnd.class)
    void endsInTheMiddleOfAPacket(ConnectionEnd end) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(ECHO_PINGS);
                ChaosProxy proxy = ChaosProxy.to(broker.port());
                Socket client = new Socket(proxy.host(), proxy.port())) {
            assertThat(ping(client)).isEqualTo("D0 00");
            List<Byte> seen = new CopyOnWriteArrayList<>();
            proxy.tap((connection, direction, bytes) -> {
                for (byte each : bytes) {
                    seen.add(each);
                }
            });
            proxy.endAfter(Direction.TO_CLIENT, 1, end);
            InputStream in = client.getInputStream();

            client.getOutputStream().write(RawPacket.bytes("C0 00"));
            if (end == ConnectionEnd.RESET) {
                // The byte may be lost with the connection
                assertThatThrownBy(() -> in.readNBytes(2)).isInstanceOf(SocketException.class);
            } else {
                assertThat(RawPacket.hex(in.readNBytes(2))).isEqualTo("D0");
            }
            client.close();

            await().untilAsserted(() -> assertThat(proxy.open()).isZero());
            assertThat(seen).as("what both sides have sent").containsExactly((byte) 0xC0, (byte) 0, (byte) 0xD0, (byte) 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void swallowsOneDirection(Direction direction) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(ECHO_PINGS);
                ChaosProxy proxy = ChaosProxy.to(broker.port());
                Socket client = new Socket(proxy.host(), proxy.port())) {
            assertThat(ping(client)).isEqualTo("D0 00");

            proxy.toxics(direction, Toxics.BLACK_HOLE);
            assertSilent(client);
            proxy.heal();
            assertSilent(client);

            int received = direction == Direction.TO_BROKER ? 1 : 3;
            await().untilAsserted(() -> assertThat(broker.received("PINGREQ")).hasSize(received));
            client.close();
            await().untilAsserted(() -> assertThat(broker.transcript().contains("end of stream"))
                    .isEqualTo(direction == Direction.TO_CLIENT));
        }
    }

    @Test
    void holdsBackAndThrottles() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(ECHO_PINGS);
                ChaosProxy proxy = ChaosProxy.to(broker.port());
                Socket client = new Socket(proxy.host(), proxy.port())) {
            proxy.toxics(Direction.TO_BROKER, Toxics.latency(150, 50));
            long begin = System.nanoTime();
            assertThat(ping(client)).isEqualTo("D0 00");
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));

            proxy.heal();
            proxy.toxics(Direction.TO_CLIENT, Toxics.throttle(10));
            begin = System.nanoTime();
            assertThat(ping(client)).isEqualTo("D0 00");
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static String ping(Socket client) throws IOException {
        client.getOutputStream().write(RawPacket.bytes("C0 00"));
        return RawPacket.hex(client.getInputStream().readNBytes(2));
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(200);
        client.getOutputStream().write(RawPacket.bytes("C0 00"));
        InputStream in = client.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }
}
