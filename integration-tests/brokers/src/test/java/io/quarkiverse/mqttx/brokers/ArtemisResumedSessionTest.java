package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.RawClient;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/**
 * What Artemis does with a session that comes back in a new connection, by bytes. What was not acknowledged it sends under
 * another
 * packet identifier, against [MQTT-4.4.0-1], and keeps the former one occupied, for which no acknowledgement can come any more.
 * When all 65,535 are, it sends nothing at QoS 1 and 2 until it is restarted.
 */
class ArtemisResumedSessionTest {

    private static final int IDENTIFIERS = 65_535;
    private static final int WAITING = 2_000;
    private static final int SILENCE_MILLIS = 1_000;
    private static final String AN_HOUR = "11 00 00 0E 10";
    private static final ArtemisBroker BROKER = new ArtemisBroker().persistent();

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @ParameterizedTest
    @EnumSource(value = ProtocolVersion.class, names = { "V5", "V3_1_1" })
    void whatIsSentAgainHasAnotherIdentifier(ProtocolVersion version) {
        String name = "again" + version;
        publish(name, 1, 1, version);
        String before;
        try (RawClient client = resumed(name, version)) {
            before = client.next();
        }

        try (RawClient client = resumed(name, version)) {
            String after = client.next();

            assertThat(identifier(after, name)).isNotEqualTo(identifier(before, name));
        }
    }

    @Test
    void whenEachHasBeenUsedOnceNothingIsSentUntilArtemisIsRestarted() {
        publish("all", 1, WAITING, ProtocolVersion.V3_1_1);
        Set<String> used = new HashSet<>();
        while (used.size() < IDENTIFIERS) {
            try (RawClient client = resumed("all", ProtocolVersion.V3_1_1)) {
                int fresh = Math.min(WAITING, IDENTIFIERS - used.size());
                for (int i = 0; i < fresh; i++) {
                    assertThat(used.add(identifier(client.next(), "all"))).as("an identifier of its own").isTrue();
                }
            }
        }

        try (RawClient client = resumed("all", ProtocolVersion.V3_1_1)) {
            assertThat(client.next(SILENCE_MILLIS)).isNull();
            assertThat(client.send("C0 00").next()).startsWith("PINGRESP");
        }

        BROKER.restart();

        try (RawClient client = resumed("all", ProtocolVersion.V3_1_1)) {
            assertThat(client.next()).as("all are there").startsWith("PUBLISH");
        }
    }

    /** [MQTT-4.4.0-1] has it sent again at once. */
    @Test
    void aPubRelIsSentAgainOnlyWhenAnotherPubRecHasCome() {
        publish("release", 2, 1, ProtocolVersion.V3_1_1);
        String first;
        try (RawClient client = resumed("release", ProtocolVersion.V3_1_1)) {
            first = identifier(client.next(), "release");
            assertThat(client.send("50 02 " + first).next()).isEqualTo("PUBREL 62 02 " + first);
        }

        try (RawClient client = resumed("release", ProtocolVersion.V3_1_1);
                ReferenceClient publisher = ReferenceClient.connect(BROKER)) {
            assertThat(client.next(SILENCE_MILLIS)).isNull();

            publisher.publish("release", "another", 2);
            String second = identifier(client.next(), "release");
            client.send("50 02 " + second);

            assertThat(List.of(client.next(), client.next())).containsExactlyInAnyOrder("PUBREL 62 02 " + first,
                    "PUBREL 62 02 " + second);
        }
    }

    /** Messages for a session that is away. */
    private static void publish(String name, int qos, int messages, ProtocolVersion version) {
        try (RawClient client = RawClient.to(BROKER, version)) {
            assertThat(client.connect(name, false, null, null, AN_HOUR)).startsWith("CONNACK 20");
            assertThat(client.subscribe(name, qos, "")).startsWith("SUBACK");
        }
        try (ReferenceClient publisher = ReferenceClient.connect(BROKER)) {
            publisher.publishAll(name, messages, i -> new byte[1], qos);
        }
    }

    /** The session in a new connection, which will be lost without an acknowledgement. */
    private static RawClient resumed(String name, ProtocolVersion version) {
        RawClient client = RawClient.to(BROKER, version);
        assertThat(client.connect(name, false, null, null, AN_HOUR)).as("session present").matches("CONNACK 20 .. 01 00.*");
        return client;
    }

    private static String identifier(String publish, String topic) {
        assertThat(publish).startsWith("PUBLISH");
        int position = "PUBLISH 32 00 00 00 ".length() + 3 * topic.length();
        return publish.substring(position, position + "00 00".length());
    }
}
