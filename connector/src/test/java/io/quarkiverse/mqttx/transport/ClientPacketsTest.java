package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;
import io.quarkiverse.mqttx.topic.MqttString;

/** PUBLISH, SUBSCRIBE, UNSUBSCRIBE and AUTH byte by byte (MQTT-5.0 §3.3, §3.8, §3.10, §3.15). */
class ClientPacketsTest {

    private static final Properties AUTHENTICATION = Properties.builder().add(Property.AUTHENTICATION_METHOD, "m")
            .add(Property.AUTHENTICATION_DATA, new byte[] { 7 }).build();

    private static ByteBuf encode(ProtocolVersion version, Packet packet) {
        PacketEncoder encoder = new PacketEncoder();
        // The encoder learns the version from CONNECT
        encoder.encode(new Connect(version, "c", true, 60, null, null, null, Properties.EMPTY), Unpooled.buffer());
        ByteBuf bytes = Unpooled.buffer();
        encoder.encode(packet, bytes);
        return bytes;
    }

    private static String hex(ProtocolVersion version, Packet packet) {
        return ByteBufUtil.hexDump(encode(version, packet));
    }

    @ParameterizedTest
    @CsvSource({ "V5, 0, 3005 000174 00 99", "V5, 1, 3207 000174 1234 00 99", "V5, 2, 3407 000174 1234 00 99",
            "V3_1_1, 0, 3004 000174 99", "V3_1_1, 1, 3206 000174 1234 99", "V3_1, 0, 3004 000174 99",
            "V3_1, 2, 3406 000174 1234 99" })
    void aPublishAtQos0HasNoPacketIdentifier(ProtocolVersion version, int qos, String hex) {
        Publish publish = Publish.of("t", new byte[] { (byte) 0x99 }, qos, false).as(qos == 0 ? 0 : 0x1234, false);

        assertThat(hex(version, publish)).isEqualTo(hex.replace(" ", ""));
    }

    @Test
    void aPublishWithoutAnAliasHasNoSuchProperty() {
        assertThat(hex(ProtocolVersion.V5, new Publish("t", new byte[0], 0, false, false, 0, Properties.EMPTY, 0)))
                .isEqualTo("3004" + "000174" + "00");
        assertThat(hex(ProtocolVersion.V5, new Publish("t", new byte[0], 0, false, false, 0, Properties.EMPTY, 1)))
                .isEqualTo("3007" + "000174" + "03230001");
    }

    @Test
    void noPropertiesAreALengthOfZero() {
        assertThat(hex(ProtocolVersion.V5, Publish.of("t", new byte[0], 0, false))).isEqualTo("3004" + "000174" + "00");
        assertThat(hex(ProtocolVersion.V5, new Subscribe(7, List.of(Subscription.of("t", 1)), Properties.EMPTY)))
                .isEqualTo("8207" + "0007" + "00" + "000174" + "01");
        assertThat(hex(ProtocolVersion.V5, new Unsubscribe(7, List.of("t", "u"), Properties.EMPTY)))
                .isEqualTo("a209" + "0007" + "00" + "000174" + "000175");
        assertThat(hex(ProtocolVersion.V3_1_1, new Unsubscribe(7, List.of("t", "u"), Properties.EMPTY)))
                .isEqualTo("a208" + "0007" + "000174" + "000175");
    }

    @Test
    void theOptionsOfASubscriptionHaveNoReservedBits() {
        for (int qos = 0; qos <= 2; qos++) {
            for (int bits = 0; bits < 4; bits++) {
                for (int handling = 0; handling <= 2; handling++) {
                    Subscription subscription = new Subscription("t", qos, (bits & 1) != 0, (bits & 2) != 0, handling);
                    int options = qos | ((bits & 1) != 0 ? 0x04 : 0) | ((bits & 2) != 0 ? 0x08 : 0) | handling * 0x10;
                    Subscribe subscribe = new Subscribe(7, List.of(subscription), Properties.EMPTY);
                    assertThat(lastByte(encode(ProtocolVersion.V5, subscribe))).isEqualTo(options).isLessThan(0x30);
                    assertThat(lastByte(encode(ProtocolVersion.V3_1_1, subscribe))).isEqualTo(qos);
                }
            }
        }
    }

    private static int lastByte(ByteBuf bytes) {
        return bytes.getUnsignedByte(bytes.writerIndex() - 1);
    }

    @Test
    void authCarriesTheMethodAndTheDataAlone() {
        assertThat(hex(ProtocolVersion.V5, new Auth(0x18, AUTHENTICATION)))
                .isEqualTo("f00a" + "18" + "08" + "1500016d" + "16000107");
    }

    @ParameterizedTest
    @CsvSource({ "0, 00", "127, 7f", "128, 8001", "16383, ff7f", "16384, 808001", "2097151, ffff7f", "2097152, 80808001" })
    void lengthsTakeAsFewBytesAsTheyCan(int length, String hex) {
        // topic, its length and the length of the properties take 4 bytes
        Publish publish = Publish.of("t", new byte[Math.max(0, length - 4)], 0, false);
        assertThat(hex(ProtocolVersion.V5, publish)).startsWith("30" + (length < 4 ? "04" : hex) + "000174");

        if (length > 0 && length <= MqttString.MAX_BYTES) {
            Properties properties = Properties.builder().add(Property.CORRELATION_DATA, new byte[length - 3]).build();
            String packet = hex(ProtocolVersion.V5, new Publish("t", new byte[0], 0, false, false, 0, properties));
            assertThat(packet.substring(packet.indexOf("000174") + 6)).startsWith(hex + "09");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSizeThatIsCountedIsTheOneThatIsWritten(ProtocolVersion version) {
        Properties identifier = Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER, 300).build();
        for (int length : new int[] { 1, 50, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 200, 16_380 }) {
            List<String> filters = List.of("f".repeat(length), "ä/+");
            assertThat(PacketSize.filters(filters, 1, identifier, version)).isEqualTo(encode(version, new Subscribe(1,
                    filters.stream().map(filter -> Subscription.of(filter, 1)).toList(), identifier)).readableBytes());
            assertThat(PacketSize.filters(filters, 0, Properties.EMPTY, version))
                    .isEqualTo(encode(version, new Unsubscribe(1, filters, Properties.EMPTY)).readableBytes());
        }
    }

    @Test
    void theSizeOfAnAuthIsTheOneThatIsWritten() {
        for (int length : new int[] { 0, 1, 110, 118, 119, 120, 121, 122, 123, 124, 125, 300 }) {
            Properties properties = Properties.builder().add(Property.AUTHENTICATION_METHOD, "m")
                    .add(Property.AUTHENTICATION_DATA, new byte[length]).build();
            assertThat(PacketSize.auth(properties))
                    .isEqualTo(encode(ProtocolVersion.V5, new Auth(0x18, properties)).readableBytes());
        }
    }
}
