package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.Will;

class PacketEncoderTest {

    private static final Properties REASON = Properties.builder().add(Property.REASON_STRING, "no").build();

    private final PacketEncoder encoder = new PacketEncoder();

    @ParameterizedTest
    @EnumSource
    void nettyReadsWhatIsWritten(ProtocolVersion version) {
        for (long seed = 1; seed <= 2_000; seed++) {
            RandomPackets random = new RandomPackets(seed, version);
            EmbeddedChannel netty = new EmbeddedChannel(new MqttDecoder(1 << 20, 128));
            PacketEncoder encoder = new PacketEncoder();
            for (Packet packet : new Packet[] { random.connect(), random.fromClient(), random.fromClient() }) {
                ByteBuf bytes = Unpooled.buffer();
                encoder.encode(packet, bytes);
                if (packet instanceof Publish publish) {
                    assertThat(bytes.readableBytes()).isEqualTo(PacketSize.publish(publish, version));
                }
                String hex = ByteBufUtil.hexDump(bytes);
                netty.writeInbound(bytes);
                MqttMessage message = netty.readInbound();
                assertThat(message).as("version %s, seed %d: %s", version, seed, hex).isNotNull();
                assertThat(PacketText.of(NettyPackets.fromNetty(message, version)))
                        .as("version %s, seed %d", version, seed).isEqualTo(PacketText.of(packet));
            }
            netty.finishAndReleaseAll();
        }
    }

    @Test
    void writesAcknowledgementsInTheShortestForm() {
        use(ProtocolVersion.V5);
        assertThat(hex(new Ack(PacketType.PUBACK, 0x1234))).isEqualTo("40021234");
        assertThat(hex(new Ack(PacketType.PUBREL, 0x1234))).isEqualTo("62021234");
        assertThat(hex(new Ack(PacketType.PUBREC, 0x1234, 0x83))).isEqualTo("5003123483");
        assertThat(hex(new Ack(PacketType.PUBCOMP, 0x1234, 0x92, REASON))).isEqualTo("7009123492051f00026e6f");
    }

    @Test
    void leavesReasonCodesAndPropertiesOutBeforeMqtt5() {
        use(ProtocolVersion.V3_1_1);
        assertThat(hex(new Ack(PacketType.PUBREC, 0x1234, 0x83, REASON))).isEqualTo("50021234");
        assertThat(hex(new Disconnect(0x04, REASON))).isEqualTo("e000");
        assertThat(hex(new Publish("t", new byte[] { 1 }, 1, false, false, 7, REASON))).isEqualTo("3206000174000701");
        assertThat(hex(new Subscribe(7, List.of(new Subscription("t", 1, true, true, 2)), REASON)))
                .isEqualTo("82060007000174" + "01");
    }

    @Test
    void writesTheOptionsOfASubscription() {
        use(ProtocolVersion.V5);
        assertThat(hex(new Subscribe(7, List.of(new Subscription("t", 1, true, true, 2)), Properties.EMPTY)))
                .isEqualTo("8207000700000174" + "2d");
    }

    @Test
    void writesDisconnectAndPingShort() {
        use(ProtocolVersion.V5);
        assertThat(hex(new Disconnect(0))).isEqualTo("e000");
        assertThat(hex(new Disconnect(0x04))).isEqualTo("e00104");
        assertThat(hex(Ping.REQUEST)).isEqualTo("c000");
    }

    @Test
    void sendsAnEmptyUserNameWhereThePasswordCannotStandAlone() {
        Connect connect = new Connect(ProtocolVersion.V3_1_1, "c", true, 60, null, null, new byte[] { 'p' }, Properties.EMPTY);

        assertThat(hex(connect)).isEqualTo("1012" + "00044d515454" + "04" + "c2" + "003c" + "000163" + "0000" + "000170");
    }

    @Test
    void writesTheWillInAllItsParts() {
        Properties delay = Properties.builder().add(Property.WILL_DELAY_INTERVAL, 5L).build();
        Connect connect = new Connect(ProtocolVersion.V5, "c", false, 0, new Will("w", new byte[] { 9 }, 1, true, delay), null,
                null, Properties.EMPTY);

        assertThat(hex(connect)).isEqualTo("101a" + "00044d515454" + "05" + "2c" + "0000" + "00" + "000163"
                + "05" + "1800000005" + "000177" + "000109");
    }

    @Test
    void writesATopicThatComesAgainAsTheFirstTime() {
        use(ProtocolVersion.V5);
        String grad = new String("grad/°");
        String other = new String("grad/°");
        for (String topic : new String[] { grad, grad, grad, "", "", other, grad, grad }) {
            String expected = topic.isEmpty() ? "30050000002a2a" : "300c0007677261642fc2b0002a2a";
            assertThat(hex(Publish.of(topic, new byte[] { 42, 42 }, 0, false))).isEqualTo(expected);
        }
        String tooLong = "a".repeat(65_536);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> hex(Publish.of(tooLong, new byte[0], 0, false)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesWhatMqttCannotExpressAndAppendsNothing() {
        use(ProtocolVersion.V5);
        Properties tooLong = Properties.builder().add(Property.USER_PROPERTY, new UserProperty("k", "v".repeat(70_000)))
                .build();
        ByteBuf out = Unpooled.buffer().writeByte(1);

        for (Packet packet : new Packet[] { Publish.of("t".repeat(65_536), new byte[0], 0, false),
                new Publish("t", new byte[0], 0, false, false, 0, tooLong), new Ack(PacketType.PUBACK, 1, 0, tooLong),
                new Disconnect(4, tooLong), new Subscribe(1, List.of(Subscription.of("f".repeat(65_536), 0)), Properties.EMPTY),
                Ping.RESPONSE }) {
            assertThatThrownBy(() -> encoder.encode(packet, out)).as("%s", packet.type())
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(out.readableBytes()).isEqualTo(1);
        }
        use(ProtocolVersion.V3_1_1);
        assertThatThrownBy(() -> encoder.encode(new Auth(0, Properties.EMPTY), out)).hasMessageContaining("3.1.1");
    }

    private void use(ProtocolVersion version) {
        hex(new Connect(version, "c", true, 60, null, null, null, Properties.EMPTY));
    }

    private String hex(Packet packet) {
        ByteBuf out = Unpooled.buffer();
        encoder.encode(packet, out);
        return ByteBufUtil.hexDump(out);
    }
}
