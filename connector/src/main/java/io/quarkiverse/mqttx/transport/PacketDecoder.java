package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.api.ReasonCode.MALFORMED_PACKET;
import static io.quarkiverse.mqttx.api.ReasonCode.PACKET_TOO_LARGE;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Packet;

/**
 * Cuts the byte stream of a connection into packets, however it was split on its way. Packets that are there completely are
 * read straight from the socket's buffer; only the beginning of a packet whose end has not arrived is kept, on the heap, so
 * nothing has to be released.
 * <p>
 * The first broken rule is reported once, and what comes after it is discarded.
 */
final class PacketDecoder {

    /** Returned instead of a length while the fixed header is incomplete. */
    private static final int INCOMPLETE = -1;
    /** A kept tail larger than this is not reused for the next one. */
    private static final int REUSED_TAIL = 4096;
    private static final int SMALLEST_TAIL = 256;
    /** What says something about the connection or another packet needs little; that it takes more, nobody has configured. */
    static final int MAX_CONTROL_PACKET = 128 * 1024;
    private static final PacketType[] TYPES = PacketType.values();

    private final int maxPacketSize;
    private final PacketReader reader = new PacketReader();
    private ProtocolVersion version = ProtocolVersion.V5;
    private boolean stopped;

    /** The incomplete packet at the end of the last read; {@code tail} wraps {@code tailBytes}. */
    private byte[] tailBytes = new byte[SMALLEST_TAIL];
    private ByteBuf tail = Unpooled.wrappedBuffer(tailBytes);
    private int tailLength;

    /** Set by {@link #readHeader}: where the body begins, counted from the packet's first byte. */
    private int headerLength;

    /**
     * @param maxPacketSize in bytes, the fixed header included; a larger packet is refused as soon as its length is known
     */
    PacketDecoder(int maxPacketSize) {
        this.maxPacketSize = maxPacketSize;
    }

    /** The version of the CONNECT that was sent, which all that follows is read by. */
    void version(ProtocolVersion version) {
        this.version = version;
    }

    /** Nothing more is decoded; what still arrives is discarded. */
    void stop() {
        stopped = true;
        tailLength = 0;
    }

    /** Whether the beginning of a packet is there and its end is not. */
    boolean isIncomplete() {
        return tailLength > 0;
    }

    /** The memory held for an incomplete packet, in bytes. */
    int keptBytes() {
        return tailBytes.length;
    }

    /**
     * The next packet that is whole, or {@code null} when all bytes have been taken: what is left of them is the beginning of a
     * packet, and kept. The buffer stays the caller's.
     *
     * @throws MalformedPacketException at the first broken rule; nothing more is decoded after that
     */
    Packet next(ByteBuf in) {
        try {
            Packet packet = null;
            if (!stopped) {
                packet = tailLength > 0 ? completeTail(in) : read(in);
            }
            if (packet == null) {
                in.readerIndex(in.writerIndex());
            }
            return packet;
        } catch (MalformedPacketException e) {
            stop();
            in.readerIndex(in.writerIndex());
            throw e;
        }
    }

    private Packet read(ByteBuf in) {
        int index = in.readerIndex();
        int available = in.readableBytes();
        if (available == 0) {
            return null;
        }
        int size = packetSize(in, index, index + available);
        if (size == INCOMPLETE || size > available) {
            keep(in, index, available, size);
            return null;
        }
        in.readerIndex(index + size);
        return readPacket(in, index, size);
    }

    /** Moves bytes over until the packet that began in an earlier read is whole, and reads it. */
    private Packet completeTail(ByteBuf in) {
        while (in.isReadable()) {
            int size = packetSize(tail, 0, tailLength);
            int missing = size == INCOMPLETE ? 1 : size - tailLength;
            int taken = Math.min(missing, in.readableBytes());
            ensureTail(tailLength + taken, size);
            in.readBytes(tailBytes, tailLength, taken);
            tailLength += taken;
            // A packet may consist of its fixed header alone, so the size is asked again after each byte of it
            if (size == INCOMPLETE) {
                size = packetSize(tail, 0, tailLength);
            }
            if (tailLength == size) {
                return readTail(size);
            }
        }
        return null;
    }

    private Packet readTail(int size) {
        tailLength = 0;
        Packet packet = readPacket(tail, 0, size);
        if (tailBytes.length > REUSED_TAIL) {
            resizeTail(SMALLEST_TAIL);
        }
        return packet;
    }

    private void keep(ByteBuf in, int index, int length, int size) {
        ensureTail(length, size);
        in.getBytes(index, tailBytes, 0, length);
        tailLength = length;
    }

    /**
     * Grows by doubling, so that a large packet in small pieces is copied twice at most, and never beyond the packet: a length
     * field alone allocates nothing.
     */
    private void ensureTail(int length, int size) {
        if (length > tailBytes.length) {
            int doubled = (int) Math.min(2L * tailBytes.length, size == INCOMPLETE ? SMALLEST_TAIL : size);
            resizeTail(Math.max(length, doubled));
        }
    }

    private void resizeTail(int capacity) {
        tailBytes = Arrays.copyOf(tailBytes, capacity);
        tail = Unpooled.wrappedBuffer(tailBytes);
    }

    /** The size of the packet that begins at the index, or {@link #INCOMPLETE}. */
    private int packetSize(ByteBuf in, int index, int end) {
        int first = in.getByte(index) & 0xFF;
        FixedHeader.check(first, version);
        int remaining = 0;
        for (int i = 1; i <= 4; i++) {
            if (index + i >= end) {
                return INCOMPLETE;
            }
            int b = in.getByte(index + i);
            remaining |= (b & 0x7F) << 7 * (i - 1);
            if (b >= 0) {
                if (b == 0 && i > 1 && version.is5()) {
                    throw new MalformedPacketException(MALFORMED_PACKET,
                            TYPES[first >> 4] + ": the remaining length is longer than it needs to be [MQTT-1.5.5-1]");
                }
                headerLength = 1 + i;
                return checkSize(TYPES[first >> 4], headerLength + remaining);
            }
        }
        throw new MalformedPacketException(MALFORMED_PACKET,
                TYPES[first >> 4] + ": the remaining length has more than four bytes");
    }

    private int checkSize(PacketType type, int size) {
        if (type != PacketType.PUBLISH && size > MAX_CONTROL_PACKET) {
            throw new MalformedPacketException(PACKET_TOO_LARGE, type + " of " + size + " bytes from the broker; more than "
                    + MAX_CONTROL_PACKET + " are accepted only in a PUBLISH");
        }
        if (size > maxPacketSize) {
            throw new MalformedPacketException(PACKET_TOO_LARGE, type + " of " + size
                    + " bytes from the broker is larger than max-message-size=" + maxPacketSize
                    + " allows; raise the attribute max-message-size or have smaller messages sent");
        }
        return size;
    }

    private Packet readPacket(ByteBuf in, int index, int size) {
        try {
            int first = in.getByte(index) & 0xFF;
            reader.begin(TYPES[first >> 4], in, index + headerLength, index + size);
            return BodyDecoder.decode(reader, first & 0x0F, version);
        } finally {
            reader.done();
        }
    }
}
