package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.api.ProtocolVersion.V3_1_1;
import static io.quarkiverse.mqttx.api.ProtocolVersion.V5;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

/** Type and flags in the first byte of a packet (MQTT-5.0 §2.1, MQTT-3.1.1 §2.2). */
class FixedHeaderTest {

    @ParameterizedTest
    @EnumSource
    void flagsOfWhatAClientSendsAreAsListed(ProtocolVersion version) {
        PacketEncoder encoder = new PacketEncoder();
        // The encoder learns the version from CONNECT
        assertThat(firstByte(encoder, new Connect(version, "c", true, 60, null, null, null, Properties.EMPTY)))
                .isEqualTo(0x10);
        Map<Packet, Integer> expected = Map.of(
                new Ack(PacketType.PUBACK, 1), 0x40,
                new Ack(PacketType.PUBREC, 1), 0x50,
                new Ack(PacketType.PUBREL, 1), 0x62,
                new Ack(PacketType.PUBCOMP, 1), 0x70,
                new Subscribe(1, List.of(Subscription.of("t", 2)), Properties.EMPTY), 0x82,
                new Unsubscribe(1, List.of("t"), Properties.EMPTY), 0xA2,
                Ping.REQUEST, 0xC0,
                new Disconnect(0), 0xE0);
        expected.forEach((packet, first) -> assertThat(firstByte(encoder, packet)).as("%s", packet).isEqualTo(first));
        if (version == V5) {
            assertThat(firstByte(encoder, new Auth(0x18, Properties.EMPTY))).isEqualTo(0xF0);
        }
        for (int qos = 0; qos <= 2; qos++) {
            Publish publish = Publish.of("t", new byte[0], qos, qos == 1).as(qos == 0 ? 0 : 1, qos == 2);
            assertThat(firstByte(encoder, publish)).isEqualTo(new int[] { 0x30, 0x33, 0x3C }[qos]);
        }
    }

    private static int firstByte(PacketEncoder encoder, Packet packet) {
        ByteBuf bytes = Unpooled.buffer();
        encoder.encode(packet, bytes);
        return bytes.getUnsignedByte(0);
    }

    static Stream<Arguments> flags() {
        Set<PacketType> fromServer = Set.of(PacketType.CONNACK, PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL,
                PacketType.PUBCOMP, PacketType.SUBACK, PacketType.UNSUBACK, PacketType.PINGRESP);
        return Stream.concat(
                fromServer.stream().flatMap(type -> Stream.of(Arguments.of(V5, type), Arguments.of(V3_1_1, type))),
                Stream.of(Arguments.of(V5, PacketType.DISCONNECT), Arguments.of(V5, PacketType.AUTH)));
    }

    @ParameterizedTest
    @MethodSource("flags")
    void anyOtherFlagsAreAMalformedPacket(ProtocolVersion version, PacketType type) {
        for (int flags = 0; flags < 16; flags++) {
            RecordingListener listener = ServerPackets.decode(version,
                    Unpooled.buffer().writeByte(type.ordinal() << 4 | flags));
            if (flags == (type == PacketType.PUBREL ? 0b0010 : 0)) {
                assertThat(listener.malformed).as("flags %d", flags).isEmpty();
            } else {
                assertThat(listener.malformed).as("flags %d, known before the rest arrives", flags).singleElement()
                        .satisfies(malformed -> assertThat(malformed.reasonCode()).isEqualTo(ReasonCode.MALFORMED_PACKET));
            }
        }
    }
}
