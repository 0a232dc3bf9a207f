package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.transport.RecordingListener.Malformed;

class PacketDecoderTest {

    private static final int MAX = 1 << 20;

    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @EnumSource
    void readsWhatNettyWrites(ProtocolVersion version) {
        EmbeddedChannel netty = NettyPackets.serverEncoder(version);
        for (long seed = 1; seed <= 5_000; seed++) {
            Packet packet = new RandomPackets(seed, version).fromServer();
            RecordingListener listener = new RecordingListener();
            ByteBuf bytes = NettyPackets.encode(netty, packet, version);

            decoder(version, MAX, listener).decode(bytes);

            assertThat(listener.malformed).as("version %s, seed %d, %s", version, seed, packet).isEmpty();
            assertThat(listener.packets).as("seed %d", seed).hasSize(1);
            assertThat(PacketText.of(listener.packets.get(0))).as("version %s, seed %d", version, seed)
                    .isEqualTo(PacketText.of(packet));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsEachPacketSplitAtEveryByte(ProtocolVersion version) {
        EmbeddedChannel netty = NettyPackets.serverEncoder(version);
        for (long seed = 1; seed <= 60; seed++) {
            RandomPackets random = new RandomPackets(seed, version);
            Packet first = random.fromServer();
            Packet second = random.fromServer();
            ByteBuf one = NettyPackets.encode(netty, first, version);
            ByteBuf two = NettyPackets.encode(netty, second, version);
            int limit = Math.max(one.readableBytes(), two.readableBytes());
            byte[] bytes = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(one, two));
            int step = Math.max(1, bytes.length / 1_000);
            for (int split = 1; split < bytes.length; split += step) {
                RecordingListener listener = new RecordingListener();
                Decoding decoder = decoder(version, limit, listener);

                decoder.decode(Unpooled.wrappedBuffer(bytes, 0, split));
                decoder.decode(Unpooled.wrappedBuffer(bytes, split, bytes.length - split));

                assertThat(listener.malformed).as("version %s, seed %d, split at %d", version, seed, split).isEmpty();
                assertThat(listener.packets).as("version %s, seed %d, split at %d", version, seed, split)
                        .extracting(PacketText::of).containsExactly(PacketText.of(first), PacketText.of(second));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsAStreamInPiecesOfAnySize(ProtocolVersion version) {
        EmbeddedChannel netty = NettyPackets.serverEncoder(version);
        for (long seed = 1; seed <= 40; seed++) {
            RandomPackets random = new RandomPackets(seed, version);
            List<Packet> packets = Stream.generate(random::fromServer).limit(50).toList();
            ByteBuf stream = Unpooled.buffer();
            packets.forEach(packet -> stream.writeBytes(NettyPackets.encode(netty, packet, version)));
            RecordingListener listener = new RecordingListener();
            Decoding decoder = decoder(version, MAX, listener);
            Random sizes = new Random(seed);
            int bound = 1 + sizes.nextInt(300);

            while (stream.isReadable()) {
                decoder.decode(stream.readSlice(Math.min(stream.readableBytes(), 1 + sizes.nextInt(bound))));
            }

            assertThat(listener.packets).as("version %s, seed %d", version, seed).extracting(PacketText::of)
                    .containsExactlyElementsOf(packets.stream().map(PacketText::of).toList());
        }
    }

    @ParameterizedTest
    @CsvSource({ "V5, 20020001, 1", "V5, 20020000, 0", "V5, 2003008400, 132", "V5, 2003000100, 1", "V5, 2003000000, 0",
            "V3_1_1, 20020005, 5", "V3_1_1, 20020000, 0", "V3_1_1, 2003008400, 132", "V3_1_1, 2003000100, 1",
            "V3_1, 20020001, 1", "V3_1, 20020000, 0", "V3_1, 2003000100, 1" })
    void readsConnAckInEveryFormThatBrokersUse(ProtocolVersion version, String hex, int code) {
        decoder(version, MAX, listener).decode(bytes(hex));

        assertThat(listener.malformed).isEmpty();
        assertThat(listener.packets).containsExactly(new ConnAck(false, code, Properties.EMPTY));
    }

    @Test
    void readsAcknowledgementsInShortForm() {
        decoder(ProtocolVersion.V5, MAX, listener)
                .decode(bytes("40021234" + "5003123410" + "620412349200" + "e000" + "e0018e"));

        assertThat(listener.packets).containsExactly(new Ack(PacketType.PUBACK, 0x1234),
                new Ack(PacketType.PUBREC, 0x1234, 0x10), new Ack(PacketType.PUBREL, 0x1234, 0x92), new Disconnect(0),
                new Disconnect(0x8E));
    }

    @Test
    void acceptsPubrelWithDuplicateFlagFromMqtt31() {
        decoder(ProtocolVersion.V3_1, MAX, listener).decode(bytes("6a021234"));

        assertThat(listener.packets).containsExactly(new Ack(PacketType.PUBREL, 0x1234));
    }

    @Test
    void refusesAPacketThatIsTooLargeBeforeItsBodyArrives() {
        Decoding decoder = decoder(ProtocolVersion.V5, 4_096, listener);

        decoder.decode(bytes("30"));
        decoder.decode(bytes("fe"));
        assertThat(listener.malformed).isEmpty();
        decoder.decode(bytes("1f"));

        assertThat(listener.malformed).singleElement().satisfies(malformed -> {
            assertThat(malformed.reasonCode()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
            assertThat(malformed.reason()).contains("max-message-size=4096").contains("4097").contains("PUBLISH");
        });
    }

    @Test
    void takesAPacketOfExactlyTheLargestSize() {
        byte[] packet = new byte[4_096];
        bytes("30fd1f000174").readBytes(packet, 0, 6);

        Decoding decoder = decoder(ProtocolVersion.V3_1_1, 4_096, listener);
        decoder.decode(Unpooled.wrappedBuffer(packet));

        assertThat(listener.packets).singleElement()
                .satisfies(publish -> assertThat(((Publish) publish).payload()).hasSize(4_090));
    }

    @Test
    void reusesTheTextOfARepeatedTopic() {
        Decoding decoder = decoder(ProtocolVersion.V3_1_1, MAX, listener);

        decoder.decode(bytes("3005" + "0003612f62" + "3005" + "0003612f62" + "3005" + "0003612f63"));

        List<String> topics = listener.packets.stream().map(packet -> ((Publish) packet).topic()).toList();
        assertThat(topics).containsExactly("a/b", "a/b", "a/c");
        assertThat(topics.get(0)).isSameAs(topics.get(1));
    }

    @Test
    void tellsTopicsInTheSameSlotApart() {
        Decoding decoder = decoder(ProtocolVersion.V3_1_1, MAX, listener);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2_000; i++) {
                byte[] topic = ("device/" + i).getBytes();
                decoder.decode(Unpooled.buffer().writeByte(0x30).writeByte(topic.length + 2).writeShort(topic.length)
                        .writeBytes(topic));
            }
        }

        assertThat(listener.packets).hasSize(4_000);
        for (int i = 0; i < 4_000; i++) {
            assertThat(((Publish) listener.packets.get(i)).topic()).isEqualTo("device/" + i % 2_000);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // fixed header
            "V5 | 0000 | 81 | packet type 0",
            "V5 | 10020000 | 82 | CONNECT",
            "V5 | 8200 | 82 | SUBSCRIBE",
            "V5 | a200 | 82 | UNSUBSCRIBE",
            "V5 | c000 | 82 | PINGREQ",
            "V3_1_1 | e000 | 82 | DISCONNECT",
            "V3_1_1 | f000 | 81 | packet type 15",
            "V5 | 21020000 | 81 | CONNACK with reserved flags",
            "V5 | 41020001 | 81 | PUBACK with reserved flags",
            "V5 | 60020001 | 81 | PUBREL with reserved flags",
            "V5 | d100 | 81 | PINGRESP with reserved flags",
            "V5 | 36 | 81 | QoS 3",
            "V5 | 30ffffffff | 81 | remaining length has more than four bytes",
            "V5 | d08000 | 81 | longer than it needs to be",
            // PUBLISH
            "V5 | 3003000000 | 82 | neither a topic nor a topic alias",
            "V3_1_1 | 30020000 | 82 | without a topic",
            "V5 | 3004000361 00 | 81 | longer than the packet",
            "V5 | 300400012b00 | 90 | wildcard",
            "V5 | 30060003612f2300 | 90 | wildcard",
            "V5 | 300400010000 | 81 | U+0000",
            "V5 | 30040001ff00 | 81 | UTF-8",
            "V5 | 30060003eda08000 | 81 | UTF-8",
            "V5 | 30050002c0af00 | 81 | UTF-8",
            "V5 | 30060003e0808000 | 81 | UTF-8",
            "V5 | 30070004f490808000 | 81 | UTF-8",
            "V5 | 30050002c3 2800 | 81 | UTF-8",
            "V5 | 30040001c300 | 81 | UTF-8",
            "V5 | 3206000174000000 | 82 | packet id 0",
            "V3_1_1 | 3405000174 0000 | 82 | packet id 0",
            "V3_1_1 | 32030001 74 | 81 | longer than the packet",
            "V5 | 30030001 74 | 81 | longer than the packet",
            // properties, in a PUBLISH to topic t
            "V5 | 3005000174017f | 81 | no property 0x7f",
            "V5 | 30060001740200 00 | 81 | no property 0x0",
            "V5 | 300600017402 2401 | 81 | MAXIMUM_QOS is no property of this packet",
            "V5 | 300600017402 1900 | 81 | REQUEST_RESPONSE_INFORMATION is no property",
            "V5 | 300800017404 0100 0100 | 82 | PAYLOAD_FORMAT_INDICATOR occurs more than once",
            "V5 | 300600017402 0102 | 82 | PAYLOAD_FORMAT_INDICATOR must not be 2",
            "V5 | 300700017403 230000 | 94 | TOPIC_ALIAS must not be 0",
            "V5 | 300600017402 0b00 | 82 | SUBSCRIPTION_IDENTIFIER must not be 0",
            "V5 | 300a00017406 0bffffffff7f | 81 | more than four bytes",
            "V5 | 300700017403 0b8000 | 81 | longer than it needs to be",
            "V5 | 300600017404 0100 | 81 | longer than the packet",
            "V5 | 300600017402 0200 | 81 | longer than the packet",
            "V5 | 300800017404 030005 61 | 81 | longer than the packet",
            "V5 | 300800017404 030001 00 | 81 | U+0000",
            "V5 | 300a000174ffffffff 00 0000 | 81 | more than four bytes",
            // CONNACK
            "V5 | 200100 | 81 | longer than the packet",
            "V5 | 2000 | 81 | longer than the packet",
            "V5 | 20020200 | 81 | reserved flags are set",
            "V3_1_1 | 2003000000 | 81 | 1 bytes too many",
            "V5 | 200400000000 | 81 | 1 bytes too many",
            "V5 | 20060000 03 210000 | 82 | RECEIVE_MAXIMUM must not be 0",
            "V5 | 20080000 05 2700000000 | 82 | MAXIMUM_PACKET_SIZE must not be 0",
            "V5 | 20050000 02 2402 | 82 | MAXIMUM_QOS must not be 2",
            "V5 | 20050000 02 2502 | 82 | RETAIN_AVAILABLE must not be 2",
            "V5 | 20090000 06 210001210001 | 82 | RECEIVE_MAXIMUM occurs more than once",
            // acknowledgements
            "V5 | 40020000 | 82 | packet id 0",
            "V5 | 400100 | 81 | longer than the packet",
            "V3_1_1 | 4003000100 | 81 | 1 bytes too many",
            "V5 | 4005000100 00 00 | 81 | 1 bytes too many",
            "V5 | 6207000100 03 240100 | 81 | MAXIMUM_QOS is no property",
            // SUBACK and UNSUBACK
            "V5 | 900400000000 | 82 | packet id 0",
            "V3_1_1 | b0020000 | 82 | packet id 0",
            // the others
            "V5 | d00100 | 81 | 1 bytes too many",
            "V5 | e0038e0000 | 81 | 1 bytes too many",
            "V5 | f0031800 00 | 81 | 1 bytes too many" })
    void refusesWhatBreaksTheRules(ProtocolVersion version, String hex, String code, String reason) {
        Decoding decoder = decoder(version, MAX, listener);

        decoder.decode(bytes(hex.replace(" ", "")));
        decoder.decode(bytes("d000"));

        assertThat(listener.packets).isEmpty();
        assertThat(listener.malformed).singleElement().satisfies(malformed -> {
            assertThat(Integer.toHexString(malformed.reasonCode())).isEqualTo(code);
            assertThat(malformed.reason()).contains(reason);
        });
    }

    @Test
    void deliversWhatCameBeforeTheBrokenPacket() {
        decoder(ProtocolVersion.V5, MAX, listener).decode(bytes("40021234" + "0000" + "40021235"));

        assertThat(listener.packets).containsExactly(new Ack(PacketType.PUBACK, 0x1234));
        assertThat(listener.malformed).hasSize(1);
    }

    @Test
    void decodesNothingAfterTheListenerHasStoppedIt() {
        Decoding decoder = decoder(ProtocolVersion.V5, MAX, listener);
        listener.onPacket = packet -> decoder.stop();

        decoder.decode(bytes("40021234" + "40021235"));

        assertThat(listener.packets).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void survivesRandomBytes(ProtocolVersion version) {
        for (long seed = 1; seed <= 20_000; seed++) {
            Random random = new Random(seed);
            RecordingListener listener = new RecordingListener();
            Decoding decoder = decoder(version, 1_000, listener);
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) (new int[] { 0x20, 0x30, 0x32, 0x40, 0x62, 0x90, 0xB0, 0xE0, 0xF0 })[random.nextInt(9)];
            }

            feedInPieces(decoder, bytes, random, version, seed);

            assertThat(listener.malformed.size()).as("seed %d", seed).isLessThanOrEqualTo(1);
            assertThat(decoder.keptBytes()).as("seed %d", seed).isLessThanOrEqualTo(1_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void survivesFlippedBits(ProtocolVersion version) {
        EmbeddedChannel netty = NettyPackets.serverEncoder(version);
        for (long seed = 1; seed <= 5_000; seed++) {
            Random random = new Random(seed);
            RecordingListener listener = new RecordingListener();
            byte[] bytes = ByteBufUtil
                    .getBytes(NettyPackets.encode(netty, new RandomPackets(seed, version).fromServer(), version));
            for (int i = 0; i <= random.nextInt(3); i++) {
                bytes[random.nextInt(Math.min(64, bytes.length))] ^= (byte) (1 << random.nextInt(8));
            }

            feedInPieces(decoder(version, 50_000, listener), bytes, random, version, seed);

            assertThat(listener.malformed.size()).as("seed %d", seed).isLessThanOrEqualTo(1);
        }
    }

    private static void feedInPieces(Decoding decoder, byte[] bytes, Random random, ProtocolVersion version, long seed) {
        try {
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            while (in.isReadable()) {
                decoder.decode(in.readSlice(1 + random.nextInt(in.readableBytes())));
            }
        } catch (RuntimeException e) {
            throw new AssertionError("version " + version + ", seed " + seed + ": " + ByteBufUtil.hexDump(bytes), e);
        }
    }

    @Test
    void allocatesNothingForALengthFieldAlone() {
        Decoding decoder = decoder(ProtocolVersion.V5, 268_435_460, listener);

        decoder.decode(bytes("30ffffff7f000174"));

        assertThat(listener.malformed).isEmpty();
        assertThat(decoder.keptBytes()).isLessThanOrEqualTo(256);
    }

    @Test
    void putsALargePacketTogetherFromSmallPieces() {
        byte[] payload = new byte[5_000_000];
        new Random(7).nextBytes(payload);
        ByteBuf packet = Unpooled.buffer();
        new PacketEncoder().encode(Publish.of("large", payload, 0, false), packet);
        Decoding decoder = decoder(ProtocolVersion.V5, 16 << 20, listener);

        while (packet.isReadable()) {
            decoder.decode(packet.readSlice(Math.min(1_000, packet.readableBytes())));
        }

        assertThat(listener.packets).singleElement()
                .satisfies(publish -> assertThat(((Publish) publish).payload()).isEqualTo(payload));
        assertThat(decoder.keptBytes()).isLessThanOrEqualTo(4_096);
    }

    @Test
    void saysWhatIsWrongInOneSentenceWithTheSpecification() {
        decoder(ProtocolVersion.V5, MAX, listener).decode(bytes("41020001"));

        assertThat(listener.malformed).containsExactly(new Malformed(0x81, "PUBACK with reserved flags 1 [MQTT-2.1.3-1]"));
    }

    private static Decoding decoder(ProtocolVersion version, int maxPacketSize, TransportListener listener) {
        PacketDecoder decoder = new PacketDecoder(maxPacketSize);
        decoder.version(version);
        return new Decoding(decoder, listener);
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }
}
