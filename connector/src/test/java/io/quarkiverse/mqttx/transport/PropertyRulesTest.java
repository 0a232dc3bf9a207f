package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.api.PacketType.AUTH;
import static io.quarkiverse.mqttx.api.PacketType.CONNACK;
import static io.quarkiverse.mqttx.api.PacketType.DISCONNECT;
import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static io.quarkiverse.mqttx.api.PacketType.PUBCOMP;
import static io.quarkiverse.mqttx.api.PacketType.PUBLISH;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static io.quarkiverse.mqttx.api.PacketType.PUBREL;
import static io.quarkiverse.mqttx.api.PacketType.SUBACK;
import static io.quarkiverse.mqttx.api.PacketType.UNSUBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;

/**
 * Which property may stand where, and how often (MQTT-5.0 §2.2.2), against the table of the specification written down again.
 */
class PropertyRulesTest {

    private static final Set<PacketType> WITH_PROPERTIES = Set.of(CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK,
            UNSUBACK, DISCONNECT, AUTH);
    private static final int USER_PROPERTY = 0x26;
    private static final int SUBSCRIPTION_IDENTIFIER = 0x0B;

    /** A valid property of each identifier. */
    private static final Map<Integer, String> PROPERTIES = Map.ofEntries(Map.entry(0x01, "0101"), Map.entry(0x02, "0200000001"),
            Map.entry(0x03, "03000161"), Map.entry(0x08, "08000161"), Map.entry(0x09, "09000161"), Map.entry(0x0B, "0b01"),
            Map.entry(0x11, "1100000001"), Map.entry(0x12, "12000161"), Map.entry(0x13, "130001"), Map.entry(0x15, "15000161"),
            Map.entry(0x16, "16000161"), Map.entry(0x17, "1701"), Map.entry(0x18, "1800000001"), Map.entry(0x19, "1901"),
            Map.entry(0x1A, "1a000161"), Map.entry(0x1C, "1c000161"), Map.entry(0x1F, "1f000161"), Map.entry(0x21, "210001"),
            Map.entry(0x22, "220001"), Map.entry(0x23, "230001"), Map.entry(0x24, "2401"), Map.entry(0x25, "2501"),
            Map.entry(0x26, "26000161000162"), Map.entry(0x27, "2700000001"), Map.entry(0x28, "2801"), Map.entry(0x29, "2901"),
            Map.entry(0x2A, "2a01"));

    /** Table 2-4, for the packets that a server sends. */
    private static boolean allowed(int id, PacketType type) {
        return switch (id) {
            case 0x01, 0x02, 0x03, 0x08, 0x09, SUBSCRIPTION_IDENTIFIER, 0x23 -> type == PUBLISH;
            case 0x11, 0x1C -> type == CONNACK || type == DISCONNECT;
            case 0x12, 0x13, 0x1A, 0x21, 0x22, 0x24, 0x25, 0x27, 0x28, 0x29, 0x2A -> type == CONNACK;
            case 0x15, 0x16 -> type == CONNACK || type == AUTH;
            case 0x1F -> type != PUBLISH;
            case USER_PROPERTY -> true;
            default -> false;
        };
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void assertRefused(PacketType type, String hex, int reasonCode) {
        assertThat(ServerPackets.refused(ProtocolVersion.V5, ServerPackets.with(type, bytes(hex))).reasonCode()).as(hex)
                .isEqualTo(reasonCode);
    }

    private static void assertTaken(PacketType type, String hex) {
        assertThat(ServerPackets.read(ProtocolVersion.V5, ServerPackets.with(type, bytes(hex))).type()).as(hex)
                .isEqualTo(type);
    }

    @ParameterizedTest
    @FieldSource("WITH_PROPERTIES")
    void aPropertyStandsInItsPacketsOnlyAndOnce(PacketType type) {
        PROPERTIES.forEach((id, hex) -> {
            if (!allowed(id, type)) {
                assertRefused(type, hex, ReasonCode.MALFORMED_PACKET);
                return;
            }
            assertTaken(type, hex);
            if (id == USER_PROPERTY || id == SUBSCRIPTION_IDENTIFIER) {
                assertTaken(type, hex + hex);
            } else {
                assertRefused(type, hex + hex, ReasonCode.PROTOCOL_ERROR);
            }
        });
    }

    @ParameterizedTest
    @FieldSource("WITH_PROPERTIES")
    void anIdentifierThatTheSpecificationDoesNotKnowIsAMalformedPacket(PacketType type) {
        for (String hex : List.of("00", "04", "0a", "0c", "10", "14", "1b", "1d", "20", "2b", "7f", "ff01", "8101")) {
            assertRefused(type, hex + "00", ReasonCode.MALFORMED_PACKET);
        }
    }

    static Stream<Arguments> valuesThatAreNone() {
        return Stream.of(Arguments.of(PUBLISH, "0102"), Arguments.of(PUBLISH, "0b00"), Arguments.of(CONNACK, "210000"),
                Arguments.of(CONNACK, "2402"), Arguments.of(CONNACK, "2502"), Arguments.of(CONNACK, "2700000000"),
                Arguments.of(CONNACK, "2802"), Arguments.of(CONNACK, "2902"), Arguments.of(CONNACK, "2a02"));
    }

    @ParameterizedTest
    @MethodSource("valuesThatAreNone")
    void aValueThatIsNotAllowedIsAProtocolError(PacketType type, String hex) {
        assertRefused(type, hex, ReasonCode.PROTOCOL_ERROR);
    }
}
