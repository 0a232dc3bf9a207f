package io.quarkiverse.mqttx.testing;

import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts the bytes of one direction of a connection into packets (MQTT-5.0 §2.1), by code that is not the connector's. */
public final class PacketStream {

    /** @param bytes all of the packet */
    public record Packet(byte[] bytes, int bodyStart) {

        public int type() {
            return bytes[0] >> 4 & 0x0F;
        }

        public int qos() {
            return bytes[0] >> 1 & 0x03;
        }

        public boolean duplicate() {
            return (bytes[0] & 0x08) != 0;
        }

        public int byteAt(int offset) {
            return bytes[bodyStart + offset] & 0xFF;
        }

        public int shortAt(int offset) {
            return byteAt(offset) << 8 | byteAt(offset + 1);
        }
    }

    private final Consumer<Packet> packets;
    private byte[] pending = {};

    public PacketStream(Consumer<Packet> packets) {
        this.packets = packets;
    }

    public void bytes(byte[] more) {
        byte[] all = pending.length == 0 ? more : Arrays.copyOf(pending, pending.length + more.length);
        if (pending.length > 0) {
            System.arraycopy(more, 0, all, pending.length, more.length);
        }
        int start = 0;
        int end = endOfPacket(all, start);
        while (end > 0) {
            byte[] packet = Arrays.copyOfRange(all, start, end);
            packets.accept(new Packet(packet, bodyStart(packet)));
            start = end;
            end = endOfPacket(all, start);
        }
        pending = start == 0 ? all : Arrays.copyOfRange(all, start, all.length);
    }

    /** 0 when it is not all there. */
    private static int endOfPacket(byte[] bytes, int start) {
        int remaining = 0;
        for (int i = start + 1, shift = 0; i < bytes.length; i++, shift += 7) {
            remaining |= (bytes[i] & 0x7F) << shift;
            if ((bytes[i] & 0x80) == 0) {
                return i + 1 + remaining <= bytes.length ? i + 1 + remaining : 0;
            }
        }
        return 0;
    }

    private static int bodyStart(byte[] packet) {
        int i = 1;
        while ((packet[i] & 0x80) != 0) {
            i++;
        }
        return i + 1;
    }
}
