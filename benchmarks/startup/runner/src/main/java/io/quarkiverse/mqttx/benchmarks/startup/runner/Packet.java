package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * An MQTT packet as it came.
 *
 * @param bytes all of it
 * @param headerLength of the fixed header
 */
record Packet(byte[] bytes, int headerLength) {

    /** The next one; null at the end of the stream. */
    static Packet read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(first);
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            bytes.write(digit);
            length |= (digit & 0x7F) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        int headerLength = bytes.size();
        byte[] body = new byte[length];
        in.readFully(body);
        bytes.writeBytes(body);
        return new Packet(bytes.toByteArray(), headerLength);
    }

    int type() {
        return (bytes[0] & 0xFF) >> 4;
    }

    int bodyLength() {
        return bytes.length - headerLength;
    }

    /** Counted from the end of the fixed header. */
    int byteAt(int index) {
        return bytes[headerLength + index] & 0xFF;
    }

    int shortAt(int index) {
        return byteAt(index) << 8 | byteAt(index + 1);
    }
}
