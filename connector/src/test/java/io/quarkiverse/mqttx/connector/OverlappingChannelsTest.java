package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;

/** Channels with overlapping topics on one connection: subscription identifiers tell whom each copy of a message is for. */
@Tag("broker")
class OverlappingChannelsTest {

    private TestApplication application;

    @BeforeEach
    void forgetWhatWasReceived() {
        All.received.clear();
        One.received.clear();
        identifiers.clear();
    }

    @AfterEach
    void end() {
        application.close();
    }

    static final Set<Integer> identifiers = new ConcurrentSkipListSet<>();

    @ApplicationScoped
    static class All {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("all")
        CompletionStage<Void> consume(Message<String> message) {
            received.add(message.getPayload());
            identifiers.addAll(message.getMetadata(IncomingMqttMetadata.class).orElseThrow().getSubscriptionIdentifiers());
            return message.ack();
        }
    }

    @ApplicationScoped
    static class One {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("one")
        CompletionStage<Void> consume(Message<String> message) {
            received.add(message.getPayload());
            identifiers.addAll(message.getMetadata(IncomingMqttMetadata.class).orElseThrow().getSubscriptionIdentifiers());
            return message.ack();
        }
    }

    private void start(TestApplication application, String version) {
        this.application = application;
        application.beans(All.class, One.class).connector("client-id", "overlapping").connector("auto-clean-session", "false")
                .connector("version", version).incoming("all", "topic", "a/#", "qos", "1")
                .incoming("one", "topic", "a/+", "qos", "2").start();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(application.connector().getReadiness().isOk())
                .isTrue());
        assertThat(application.get(MqttConnections.class).all()).hasSize(1);
    }

    @Test
    void eachGetsAMessageOnceAlsoAfterARestartOfTheApplication() {
        try (MosquittoBroker broker = new MosquittoBroker()) {
            broker.start();
            ReferenceClient outside = ReferenceClient.connect(broker);
            start(new TestApplication(broker), "auto");
            outside.publish("a/x", "1", 1);
            outside.publish("a/x/y", "2", 2);
            outside.publish("a/x", "3", 0);
            awaitReceived(List.of("1", "2", "3"), List.of("1", "3"));
            assertThat(identifiers).hasSize(2);

            // what the broker has kept meanwhile comes under the identifiers of the first process
            application.close();
            outside.publish("a/x", "4", 1);
            All.received.clear();
            One.received.clear();
            start(new TestApplication(broker), "auto");
            outside.publish("a/x", "5", 1);
            outside.publish("a/x", "6", 1);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(All.received).contains("4", "5", "6");
                assertThat(One.received).contains("4", "5", "6");
            });
            outside.publish("a/end", "7", 1);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(All.received).filteredOn(text -> !text.equals("4")).containsExactly("5", "6", "7");
                assertThat(One.received).filteredOn(text -> !text.equals("4")).containsExactly("5", "6", "7");
            });
        }
    }

    /**
     * Artemis sends a copy for each subscription, and names all of them on each copy, which is how a broker says that it sends
     * a message once for all.
     */
    @Test
    void aBrokerThatNamesAllSubscriptionsOnEachCopyLosesNothing() {
        try (ArtemisBroker broker = new ArtemisBroker()) {
            broker.start();
            start(new TestApplication(broker), "auto");
            try (ReferenceClient outside = ReferenceClient.connect(broker)) {
                outside.publish("a/x", "1", 1);
                outside.publish("a/x/y", "2", 1);
                // In any order: it sends from a queue for each subscription
                await().untilAsserted(() -> assertThat(All.received).containsExactlyInAnyOrder("1", "1", "2"));
                assertThat(One.received).containsExactly("1", "1");
                assertThat(identifiers).hasSize(2);
            }
        }
    }

    private static void awaitReceived(List<String> all, List<String> one) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(All.received).isEqualTo(all);
            assertThat(One.received).isEqualTo(one);
        });
    }

    @Test
    void beforeMqtt5EachMayGetItAsOftenAsTheBrokerSendsIt() {
        try (MosquittoBroker broker = new MosquittoBroker()) {
            broker.start();
            start(new TestApplication(broker), "3.1.1");
            try (ReferenceClient outside = ReferenceClient.connect(broker)) {
                outside.publish("a/x", "1", 1);
                await().untilAsserted(() -> assertThat(All.received).hasSizeGreaterThanOrEqualTo(1).containsOnly("1"));
                assertThat(All.received).hasSameSizeAs(One.received);
                assertThat(identifiers).isEmpty();
            }
        }
    }

    @Test
    void oneCopyForBothGoesToBothAndIsAcknowledgedOnce() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            Map<Boolean, Integer> given = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                String subscribe = connection.grant(1).hex();
                given.put(subscribe.contains("61 2F 2B"), identifierOf(subscribe));
            }
            String one = "0B" + hex(given.get(true));
            String both = one + "0B" + hex(given.get(false));
            connection.send(Packets.publish5(both, "a/x", 1, 7, new byte[] { 'x' }));
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(7);
            connection.send(Packets.publish5(one, "a/x", 1, 8, new byte[] { 'y' }));
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(8);
            // one that the broker must have from an earlier process: the topic decides
            connection.send(Packets.publish5("0BFFFFFF7F", "a/x", 1, 9, new byte[] { 'z' }));
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(9);
            connection.send(Packets.publish(ProtocolVersion.V5, "a/x", 0, 0, new byte[] { '-' }));
        })) {
            start(new TestApplication(broker.host(), broker.port()), "5");
            awaitReceived(List.of("x", "z", "-"), List.of("x", "y", "z", "-"));
            broker.awaitScripts();
        }
    }

    /** SUBSCRIBE: two bytes of header, the packet identifier, the length of the properties, 0B, and it. */
    private static int identifierOf(String subscribe) {
        String[] bytes = subscribe.split(" ");
        assertThat(bytes[5]).isEqualTo("0B");
        int value = 0;
        for (int i = 6, shift = 0;; i++, shift += 7) {
            int b = Integer.parseInt(bytes[i], 16);
            value |= (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
    }

    private static String hex(int value) {
        StringBuilder hex = new StringBuilder();
        for (int rest = value;; rest >>>= 7) {
            hex.append(String.format("%02X", rest < 0x80 ? rest : rest & 0x7F | 0x80));
            if (rest < 0x80) {
                return hex.toString();
            }
        }
    }
}
