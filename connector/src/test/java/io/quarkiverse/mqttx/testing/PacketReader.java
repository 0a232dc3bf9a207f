package io.quarkiverse.mqttx.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Cuts a stream into control packets by their fixed headers (MQTT-5.0 §2.1). */
final class PacketReader {

    private PacketReader() {
    }

    /** Reads the rest of the packet that begins with this byte. */
    static byte[] readFrom(int first, InputStream in) throws IOException {
        byte[] header = new byte[5];
        header[0] = (byte) first;
        int length = 1;
        int remaining = 0;
        int digit;
        do {
            if (length == header.length) {
                throw new AssertionError("a remaining length of more than four bytes");
            }
            digit = in.read();
            if (digit < 0) {
                throw new EOFException("the client closed within a packet");
            }
            header[length] = (byte) digit;
            remaining |= (digit & 0x7F) << 7 * (length - 1);
            length++;
        } while ((digit & 0x80) != 0);
        byte[] packet = new byte[length + remaining];
        System.arraycopy(header, 0, packet, 0, length);
        if (in.readNBytes(packet, length, remaining) < remaining) {
            throw new EOFException("the client closed within a packet");
        }
        return packet;
    }
}
