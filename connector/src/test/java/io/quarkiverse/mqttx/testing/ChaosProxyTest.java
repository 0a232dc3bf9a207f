package io.quarkiverse.mqttx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import org.junit.jupiter.api.Test;

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
