package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.mutiny.Multi;

/** How a connection to mosquitto is found and kept, with little more than its address. */
@Tag("broker")
class PlainConnectionTest {

    @ApplicationScoped
    static class Listener {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void take(String payload) {
            received.add(payload);
        }
    }

    @BeforeEach
    void forget() {
        Listener.received.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = { "localhost", "127.0.0.1", "::1", "[::1]" })
    void theHostIsANameOrAnAddressOfEitherFamily(String host) {
        try (MosquittoBroker broker = new MosquittoBroker()) {
            if (host.contains("::")) {
                assumeThat(hasIpv6()).as("SKIPPED: this machine has no IPv6 loopback address").isTrue();
                broker.set("listener", broker.port() + " ::1");
            }
            broker.start();
            try (TestApplication application = listener(host, broker)) {
                Patience.awaitReady(application);
                try (ReferenceClient outside = ReferenceClient.of(broker).connect()) {
                    outside.publish("in", "a", 1);
                }
                Patience.eventually().until(() -> Listener.received.equals(List.of("a")));
            }
        }
    }

    @Test
    void pingsKeepASilentConnection() {
        try (MosquittoBroker broker = new MosquittoBroker()) {
            broker.start();
            // mosquitto ends a connection that is silent for one and a half times the keep-alive
            try (TestApplication application = listener("localhost", broker, "keep-alive-seconds", "1", "client-id",
                    "silent")) {
                Patience.awaitReady(application);
                Patience.eventually().until(() -> occurrences(broker.log(), "Received PINGREQ from silent") >= 3);

                assertThat(occurrences(broker.log(), "New client connected from")).isEqualTo(1);
                assertThat(broker.log()).doesNotContain("exceeded timeout");
            }
        }
    }

    @ApplicationScoped
    static class Flood {
        @Outgoing("out")
        Multi<String> send() {
            return Multi.createFrom().range(0, 500).map(Object::toString);
        }
    }

    /** It ends the connection of a client of MQTT 3.1.1 with more than 20 QoS 2 messages on their way. */
    @Test
    void mosquittoAsItComesTakesAFloodOfQos2() {
        try (MosquittoBroker broker = new MosquittoBroker().set("max_inflight_messages", 20)) {
            broker.start();
            try (ReferenceClient outside = ReferenceClient.of(broker).connect()) {
                outside.subscribe("out", 0);
                try (TestApplication application = new TestApplication(broker).connector("version", "3.1.1").beans(Flood.class)
                        .outgoing("out", "qos", "2", "client-id", "flood").start()) {
                    outside.awaitReceived(500);
                }
                assertThat(outside.receivedTexts()).isEqualTo(IntStream.range(0, 500).mapToObj(Integer::toString).toList());
            }
            assertThat(occurrences(broker.log(), "as flood ")).isEqualTo(1);
        }
    }

    private static TestApplication listener(String host, MosquittoBroker broker, String... attributes) {
        return new TestApplication(host, broker.port()).beans(Listener.class).incoming("in", attributes).start();
    }

    private static int occurrences(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException none) {
            return false;
        }
    }
}
