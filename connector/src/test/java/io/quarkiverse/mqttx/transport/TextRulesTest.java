package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.api.PacketType.AUTH;
import static io.quarkiverse.mqttx.api.PacketType.CONNACK;
import static io.quarkiverse.mqttx.api.PacketType.DISCONNECT;
import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static io.quarkiverse.mqttx.api.PacketType.PUBLISH;
import static io.quarkiverse.mqttx.api.PacketType.SUBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** Text on the wire (MQTT-5.0 §1.5.4, §1.5.7, MQTT-3.1.1 §1.5.3). */
class TextRulesTest {

    /** A lone byte, a wrong second byte, a surrogate, an overlong form, above U+10FFFF, cut off, and U+0000 twice. */
    private static final String[] ILL_FORMED = { "ff", "61c328", "eda080", "c0af", "f4908080", "61c3", "00", "610062" };

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static Stream<Arguments> textProperties() {
        return Stream.of(PUBLISH, CONNACK, PUBACK, SUBACK, DISCONNECT, AUTH).flatMap(type -> Stream.of(Property.values())
                .filter(property -> property.wireType() == Property.Type.STRING && property.allowedIn(type))
                .map(property -> Arguments.of(type, property)));
    }

    @ParameterizedTest
    @MethodSource("textProperties")
    void illFormedTextInAnyFieldIsAMalformedPacket(PacketType type, Property property) {
        for (String hex : ILL_FORMED) {
            ByteBuf value = Unpooled.buffer().writeByte(property.id()).writeShort(bytes(hex).length).writeBytes(bytes(hex));
            assertMalformed(ProtocolVersion.V5, ServerPackets.with(type, ByteBufUtil.getBytes(value)), hex);
        }
    }

    @Test
    void bothTextsOfAUserPropertyAreChecked() {
        for (String hex : ILL_FORMED) {
            byte[] wrong = bytes(hex);
            byte[] name = ByteBufUtil.getBytes(Unpooled.buffer().writeByte(Property.USER_PROPERTY.id())
                    .writeShort(wrong.length).writeBytes(wrong).writeBytes(bytes("000176")));
            byte[] value = ByteBufUtil.getBytes(Unpooled.buffer().writeByte(Property.USER_PROPERTY.id())
                    .writeBytes(bytes("00016e")).writeShort(wrong.length).writeBytes(wrong));
            assertMalformed(ProtocolVersion.V5, ServerPackets.with(PUBLISH, name), hex);
            assertMalformed(ProtocolVersion.V5, ServerPackets.with(PUBLISH, value), hex);
        }
    }

    @ParameterizedTest
    @EnumSource
    void illFormedTopicsAreMalformedInEveryVersion(ProtocolVersion version) {
        for (String hex : ILL_FORMED) {
            assertMalformed(version, ServerPackets.publish(bytes(hex), version), hex);
        }
        // + and #
        assertThat(ServerPackets.refused(version, ServerPackets.publish(bytes("612f2b"), version)).reason())
                .contains("wildcard");
        assertThat(ServerPackets.refused(version, ServerPackets.publish(bytes("23"), version)).reason())
                .contains("wildcard");
    }

    private static void assertMalformed(ProtocolVersion version, ByteBuf packet, String hex) {
        assertThat(ServerPackets.refused(version, packet).reasonCode()).as(hex).isEqualTo(ReasonCode.MALFORMED_PACKET);
    }

    @ParameterizedTest
    @EnumSource
    void aByteOrderMarkIsKeptWhereverItStands(ProtocolVersion version) {
        for (String hex : new String[] { "efbbbf61", "61efbbbf62", "efbbbf" }) {
            Publish publish = (Publish) ServerPackets.read(version, ServerPackets.publish(bytes(hex), version));
            assertThat(publish.topic()).isEqualTo(hex.replace("efbbbf", "\uFEFF").replace("61", "a").replace("62", "b"));

            ByteBuf sent = Unpooled.buffer();
            new PacketEncoder().encode(Publish.of(publish.topic(), new byte[0], 0, false), sent);
            assertThat(ByteBufUtil.hexDump(sent)).contains(hex);
        }
    }

    /** Attributes and metadata with such text are refused; what slips through is replaced, as Java does it. */
    @Test
    void whatHasNoUtf8FormNeverReachesTheWire() {
        String half = "a\uD83D";
        Properties properties = Properties.builder().add(Property.CONTENT_TYPE, half)
                .add(Property.USER_PROPERTY, new UserProperty(half, half)).build();
        Publish publish = new Publish(half, new byte[0], 0, false, false, 0, properties);
        ByteBuf sent = Unpooled.buffer();
        new PacketEncoder().encode(publish, sent);

        Publish read = (Publish) ServerPackets.read(ProtocolVersion.V5, sent);
        assertThat(read.topic()).isEqualTo("a?");
        assertThat(read.properties().string(Property.CONTENT_TYPE)).isEqualTo("a?");
        assertThat(read.properties().userProperties()).containsExactly(new UserProperty("a?", "a?"));
    }
}
