package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.RawClient;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/**
 * Why Artemis stops sending at QoS 2 with a small Receive Maximum, by bytes: it counts a PUBREL against the window, as it may,
 * but looks for more to send when PUBACK or PUBREC makes room, and not when PUBCOMP does. So a window that PUBREL has filled
 * stays empty until something else happens.
 */
class ArtemisSendQuotaTest {

    private static final int SILENCE_MILLIS = 2_000;
    private static final ArtemisBroker BROKER = new ArtemisBroker();

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Test
    void pubAckOpensTheWindow() {
        assertThat(conversation("quota/one", 1, 1, 5)).containsExactly("PUBLISH", "PUBLISH", "PUBLISH", "PUBLISH", "PUBLISH");
    }

    @Test
    void pubCompDoesNot() {
        assertThat(conversation("quota/two", 1, 2, 50)).endsWith("PUBREL")
                .filteredOn("PUBLISH"::equals).hasSizeLessThan(50);
    }

    @Test
    void withAWideWindowAllArrive() {
        assertThat(conversation("quota/wide", 100, 2, 5)).filteredOn("PUBLISH"::equals).hasSize(5);
    }

    /** As after a reconnect, when a client completes many messages at once. */
    @Test
    void aWiderWindowStaysEmptyWhenAllOfItWasPubRel() {
        try (RawClient client = subscribed("quota/wider", 20, 2); ReferenceClient publisher = ReferenceClient.connect(BROKER)) {
            publisher.publishAll("quota/wider", 100, i -> new byte[1], 2);
            List<String> completions = new ArrayList<>();
            int messages = 0;
            for (String packet = client.next(SILENCE_MILLIS); packet != null; packet = client.next(SILENCE_MILLIS)) {
                if (packet.startsWith("PUBREL")) {
                    completions.add(answer(packet, "quota/wider", 2));
                } else {
                    messages++;
                    client.send(answer(packet, "quota/wider", 2));
                }
            }
            assertThat(completions).as("PUBRELs, which fill the window").hasSizeGreaterThanOrEqualTo(20);
            assertThat(messages).isLessThan(100);

            completions.forEach(client::send);

            assertThat(converse(client, "quota/wider", 2)).doesNotContain("PUBLISH");
        }
    }

    @Test
    void anotherMessageWakesIt() {
        try (RawClient client = subscribed("quota/wake", 1, 2); ReferenceClient publisher = ReferenceClient.connect(BROKER)) {
            publisher.publishAll("quota/wake", 50, i -> new byte[1], 2);
            assertThat(converse(client, "quota/wake", 2)).filteredOn("PUBLISH"::equals).hasSizeLessThan(50);

            publisher.publish("quota/wake", "another", 2);

            assertThat(converse(client, "quota/wake", 2)).contains("PUBLISH");
        }
    }

    private static List<String> conversation(String topic, int receiveMaximum, int qos, int messages) {
        try (RawClient client = subscribed(topic, receiveMaximum, qos);
                ReferenceClient publisher = ReferenceClient.connect(BROKER)) {
            publisher.publishAll(topic, messages, i -> new byte[1], qos);
            return converse(client, topic, qos);
        }
    }

    private static RawClient subscribed(String topic, int receiveMaximum, int qos) {
        RawClient client = RawClient.to(BROKER, ProtocolVersion.V5);
        assertThat(client.connect(topic, true, null, null, "21 00 %02X".formatted(receiveMaximum))).startsWith("CONNACK");
        assertThat(client.subscribe(topic, qos, "")).startsWith("SUBACK");
        return client;
    }

    /** Answers what comes, until nothing comes any more; returns the types of what came. */
    private static List<String> converse(RawClient client, String topic, int qos) {
        List<String> types = new ArrayList<>();
        for (String packet = client.next(SILENCE_MILLIS); packet != null; packet = client.next(SILENCE_MILLIS)) {
            types.add(packet.substring(0, packet.indexOf(' ')));
            client.send(answer(packet, topic, qos));
        }
        return types;
    }

    /** PUBACK, PUBREC or PUBCOMP for a packet. */
    private static String answer(String packet, String topic, int qos) {
        boolean released = packet.startsWith("PUBREL");
        int identifier = released ? "PUBREL 62 02 ".length() : "PUBLISH 34 00 00 00 ".length() + 3 * topic.length();
        return (released ? "70" : qos == 2 ? "50" : "40") + " 02 "
                + packet.substring(identifier, identifier + "00 00".length());
    }
}
