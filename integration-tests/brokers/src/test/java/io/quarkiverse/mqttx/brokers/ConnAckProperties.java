package io.quarkiverse.mqttx.brokers;

import java.util.HexFormat;

import io.quarkiverse.mqttx.testing.RawClient;

/** Reads a number out of the properties of a CONNACK, as {@link RawClient} returns it. */
final class ConnAckProperties {

    private ConnAckProperties() {
    }

    /** The value of a property of one, two or four bytes; {@code null} when the broker does not say it. */
    static String value(String connAck, int property) {
        byte[] packet = HexFormat.of().parseHex(connAck.substring("CONNACK ".length()).replace(" ", ""));
        // Both lengths are below 128: a broker says little here
        int position = 5;
        int end = position + packet[4];
        while (position < end) {
            int found = packet[position++];
            int length = length(found, packet, position);
            if (found == property) {
                long value = 0;
                for (int i = 0; i < length; i++) {
                    value = value << 8 | packet[position + i] & 0xFF;
                }
                return Long.toString(value);
            }
            position += length;
        }
        return null;
    }

    private static int length(int property, byte[] packet, int position) {
        return switch (property) {
            case 0x24, 0x25, 0x28, 0x29, 0x2A -> 1;
            case 0x13, 0x21, 0x22 -> 2;
            case 0x11, 0x27 -> 4;
            case 0x26 -> text(packet, position) + text(packet, position + text(packet, position));
            default -> text(packet, position);
        };
    }

    private static int text(byte[] packet, int position) {
        return 2 + ((packet[position] & 0xFF) << 8 | packet[position + 1] & 0xFF);
    }
}
