package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.management.ThreadMXBean;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.Packets;

/** What packets may take in memory: no more than a small part on top of what they take on the wire. */
class LargePacketsTest {

    private static final String EMPTY_USER_PROPERTY = "2600000000";
    private static final int CALLS = 10_000;

    private final PacketDecoder decoder = new PacketDecoder(16 << 20);

    @ParameterizedTest
    @ValueSource(ints = { 0x20, 0x40, 0x50, 0x62, 0x70, 0x90, 0xB0, 0xE0, 0xF0 })
    void noPacketButAMessageMayBeLargeAndItsHeaderTellsThat(int first) {
        // 128 KiB and one byte, of which only the length has come
        ByteBuf header = Unpooled.wrappedBuffer(new byte[] { (byte) first, (byte) 0xFD, (byte) 0xFF, 0x07 });
        assertThatThrownBy(() -> decoder.next(header)).isInstanceOfSatisfying(MalformedPacketException.class,
                refused -> assertThat(refused.reasonCode()).isEqualTo(ReasonCode.PACKET_TOO_LARGE))
                .hasMessageContaining("131073 bytes").hasMessageContaining("131072");
    }

    @Test
    void noPacketButAMessageHasMoreThanAThousandProperties() {
        Disconnect accepted = (Disconnect) decoder.next(disconnect(Properties.MAX_READ));
        assertThat(accepted.properties().userProperties()).hasSize(Properties.MAX_READ);
        assertThatThrownBy(() -> decoder.next(disconnect(Properties.MAX_READ + 1))).hasMessageContaining("1001 properties");
    }

    @Test
    void theUserPropertiesOfAMessageAreKeptAsBytesAndOnlyAFewAreReadAsObjects() {
        Publish many = publish("2600014100014226000143000144" + EMPTY_USER_PROPERTY.repeat(100_000));
        assertThat(many.properties().size()).isEqualTo(100_002);
        assertThat(many.properties().userProperty("C")).isEqualTo("D");
        assertThat(many.properties().userProperty("missing")).isNull();
        assertThat(many.properties().memory()).isLessThan(4 * 500_000);
        assertThat(many.toString()).hasSizeLessThan(1_000);
        assertThat(many.properties().toString()).isEqualTo("{100002 properties}");
        assertThatThrownBy(() -> many.properties().userProperties()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("100002 properties").hasMessageContaining("1000");
    }

    @Test
    void aPropertyIsFoundWhereverItStandsAndTheTopicAliasIsNotAmongThem() {
        Publish publish = publish("0101" + "230007" + "020000000A" + "03000178" + "0b8101" + "0900020102" + "0b05"
                + "26000161000162");
        Properties properties = publish.properties();
        assertThat(publish.topicAlias()).isEqualTo(7);
        assertThat(properties.has(Property.TOPIC_ALIAS)).isFalse();
        assertThat(properties.number(Property.PAYLOAD_FORMAT_INDICATOR, 0)).isEqualTo(1);
        assertThat(properties.number(Property.MESSAGE_EXPIRY_INTERVAL, 0)).isEqualTo(10);
        assertThat(properties.string(Property.CONTENT_TYPE)).isEqualTo("x");
        assertThat(properties.string(Property.RESPONSE_TOPIC)).isNull();
        assertThat(properties.binary(Property.CORRELATION_DATA)).containsExactly(1, 2);
        int first = properties.next(Property.SUBSCRIPTION_IDENTIFIER, -1);
        int second = properties.next(Property.SUBSCRIPTION_IDENTIFIER, first);
        assertThat(List.of(properties.numberAt(first, Property.SUBSCRIPTION_IDENTIFIER),
                properties.numberAt(second, Property.SUBSCRIPTION_IDENTIFIER))).containsExactly(129L, 5L);
        assertThat(properties.next(Property.SUBSCRIPTION_IDENTIFIER, second)).isNegative();
        assertThat(properties.userProperties()).containsExactly(new UserProperty("a", "b"));
        assertThat(properties.size()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = { "26000161", "260001610001FF", "0102", "0101" + "0101", "2600016100" + "05", "030001" + "00",
            "0300020041", "99" })
    void whatIsWrongIsFoundAlthoughNobodyAsksForIt(String properties) {
        assertThatThrownBy(() -> publish(EMPTY_USER_PROPERTY + properties)).isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void aLongTextIsCheckedToo() {
        assertThat(publish("03012C" + "c3a4".repeat(150)).properties().string(Property.CONTENT_TYPE))
                .isEqualTo("ä".repeat(150));
        assertThatThrownBy(() -> publish("03012C" + "c3a4".repeat(149) + "c3c3")).isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() -> publish("03012C" + "61".repeat(299) + "00")).isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void aMessageWithThreeUserPropertiesCostsLessThanOneObjectForEach() {
        byte[] plain = Packets.publish5("", "sensors/1", 0, 0, new byte[10]);
        byte[] three = Packets.publish5("2600057472616365000561626364652600036b6579000576616c756526000161000162", "sensors/1",
                0, 0,
                new byte[10]);
        System.out.println("PUBLISH allocates " + allocated(plain) + " bytes, with three user properties " + allocated(three));
        assertThat(allocated(plain)).isLessThan(120);
        assertThat(allocated(three) - allocated(plain)).as("bytes on the wire, and two small objects").isLessThan(120);
    }

    private long allocated(byte[] packet) {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuf bytes = Unpooled.wrappedBuffer(packet);
        for (int i = 0; i < CALLS; i++) {
            decoder.next(bytes.readerIndex(0));
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            decoder.next(bytes.readerIndex(0));
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
    }

    private Publish publish(String properties) {
        return (Publish) new PacketDecoder(16 << 20)
                .next(Unpooled.wrappedBuffer(Packets.publish5(properties, "t", 0, 0, new byte[0])));
    }

    private static ByteBuf disconnect(int userProperties) {
        int length = 5 * userProperties;
        return Unpooled
                .wrappedBuffer(Packets.packet(0xE0, new byte[] { 0, (byte) (length & 0x7F | 0x80), (byte) (length >> 7) },
                        HexFormat.of().parseHex(EMPTY_USER_PROPERTY.repeat(userProperties))));
    }
}
