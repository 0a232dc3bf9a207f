package io.quarkiverse.mqttx.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Packet;

/**
 * Arbitrary bytes in arbitrary pieces into the decoder, in each version. The first byte chooses the version, the second how
 * the rest is cut, the third the largest packet.
 */
public final class DecoderFuzz {

    private static final Set<Integer> CODES = Set.of(0x81, 0x82, 0x90, 0x94, 0x95, 0x99);
    private static final int HEADER = 3;
    /** What the decoder may hold for packets smaller than that. */
    private static final int SMALLEST_TAIL = 256;

    private static final Map<ProtocolVersion, EmbeddedChannel> NETTY = new EnumMap<>(ProtocolVersion.class);

    static {
        for (ProtocolVersion version : ProtocolVersion.values()) {
            NETTY.put(version, NettyPackets.serverEncoder(version));
        }
    }

    private DecoderFuzz() {
    }

    /** Called by the fuzzer; what it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < HEADER) {
            return;
        }
        ProtocolVersion version = ProtocolVersion.values()[(data[0] & 0xFF) % 3];
        int maximum = data[2] == 0 ? 1 << 20 : data[2] & 0xFF;
        byte[] stream = Arrays.copyOfRange(data, HEADER, data.length);
        Result whole = decode(stream, version, maximum, stream.length);
        Result pieces = decode(stream, version, maximum, 1 + (data[1] & 0x0F));
        check(whole.texts.equals(pieces.texts) && whole.failure.equals(pieces.failure),
                "in pieces it is another thing: " + whole + " and " + pieces);
        whole.packets.forEach(packet -> surviveNetty(packet, version));
    }

    private record Result(List<Packet> packets, List<String> texts, String failure) {
    }

    private static Result decode(byte[] stream, ProtocolVersion version, int maximum, int piece) {
        PacketDecoder decoder = new PacketDecoder(maximum);
        decoder.version(version);
        List<Packet> packets = new ArrayList<>();
        String failure = "";
        for (int from = 0; from < stream.length; from += piece) {
            ByteBuf in = Unpooled.wrappedBuffer(stream, from, Math.min(piece, stream.length - from));
            try {
                Packet packet;
                while ((packet = decoder.next(in)) != null) {
                    check(failure.isEmpty(), "decoded after a failure");
                    packets.add(packet);
                }
            } catch (MalformedPacketException e) {
                check(failure.isEmpty(), "failed twice");
                check(CODES.contains(e.reasonCode()), "failed with 0x" + Integer.toHexString(e.reasonCode()));
                failure = e.reasonCode() + " " + e.getMessage();
            }
            check(!in.isReadable(), "bytes are left");
            check(in.refCnt() == 1, "the buffer is not the caller's any more");
            check(decoder.keptBytes() <= Math.max(SMALLEST_TAIL, Math.min(maximum, 2 * stream.length)),
                    "keeps " + decoder.keptBytes() + " bytes of " + stream.length);
        }
        return new Result(packets, packets.stream().map(PacketText::of).toList(), failure);
    }

    /** What is decoded is what Netty's encoder writes down again: a second opinion on each field. */
    private static void surviveNetty(Packet packet, ProtocolVersion version) {
        ByteBuf bytes;
        try {
            bytes = NettyPackets.encode(NETTY.get(version), packet, version);
        } catch (RuntimeException e) {
            return; // Netty does not know all codes, so it has no opinion
        }
        PacketDecoder decoder = new PacketDecoder(1 << 22);
        decoder.version(version);
        String again = PacketText.of(decoder.next(bytes));
        bytes.release();
        check(PacketText.of(packet).equals(again), "read as " + PacketText.of(packet) + ", but Netty's is " + again);
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
