package io.quarkiverse.mqttx.session.packet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.quarkiverse.mqttx.api.UserProperty;

/**
 * Reads properties where they stand in a packet (MQTT-5.0 §2.2.2), after they were found to follow the rules. A place is the
 * index of a value; the byte before it is the identifier of its property.
 */
final class WireProperties {

    private WireProperties() {
    }

    /** The place of the next property of this kind after another place, -1 for the first; below zero when there is none. */
    static int next(byte[] wire, Property property, int place) {
        int index = place < 0 ? 0 : end(wire, place, property);
        while (index < wire.length) {
            Property here = Property.byId(wire[index]);
            if (here == property) {
                return index + 1;
            }
            index = end(wire, index + 1, here);
        }
        return -1;
    }

    private static int end(byte[] wire, int place, Property property) {
        return switch (property.wireType()) {
            case BYTE -> place + 1;
            case TWO_BYTE_INTEGER -> place + 2;
            case FOUR_BYTE_INTEGER -> place + 4;
            case VARIABLE_BYTE_INTEGER -> endOfVariable(wire, place);
            case STRING, BINARY -> endOfText(wire, place);
            case STRING_PAIR -> endOfText(wire, endOfText(wire, place));
        };
    }

    private static int endOfVariable(byte[] wire, int place) {
        int index = place;
        while (wire[index] < 0) {
            index++;
        }
        return index + 1;
    }

    private static int endOfText(byte[] wire, int place) {
        return place + 2 + twoBytes(wire, place);
    }

    private static int twoBytes(byte[] wire, int place) {
        return (wire[place] & 0xFF) << 8 | wire[place + 1] & 0xFF;
    }

    static long number(byte[] wire, int place, Property property) {
        return switch (property.wireType()) {
            case BYTE -> wire[place] & 0xFF;
            case TWO_BYTE_INTEGER -> twoBytes(wire, place);
            case FOUR_BYTE_INTEGER -> (long) twoBytes(wire, place) << 16 | twoBytes(wire, place + 2);
            case VARIABLE_BYTE_INTEGER -> variable(wire, place);
            default -> throw new IllegalArgumentException(property + " is no number");
        };
    }

    private static long variable(byte[] wire, int place) {
        long value = 0;
        int index = place;
        for (int shift = 0;; shift += 7) {
            int b = wire[index++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    static Object value(byte[] wire, int place, Property property) {
        return switch (property.wireType()) {
            case BYTE, TWO_BYTE_INTEGER, VARIABLE_BYTE_INTEGER -> (int) number(wire, place, property);
            case FOUR_BYTE_INTEGER -> number(wire, place, property);
            case STRING -> text(wire, place);
            case BINARY -> Arrays.copyOfRange(wire, place + 2, endOfText(wire, place));
            case STRING_PAIR -> new UserProperty(text(wire, place), text(wire, endOfText(wire, place)));
        };
    }

    private static String text(byte[] wire, int place) {
        return new String(wire, place + 2, twoBytes(wire, place), StandardCharsets.UTF_8);
    }

    /** All of them, in their order. */
    static void read(byte[] wire, Property[] names, Object[] values) {
        int index = 0;
        for (int i = 0; i < names.length; i++) {
            names[i] = Property.byId(wire[index]);
            values[i] = value(wire, index + 1, names[i]);
            index = end(wire, index + 1, names[i]);
        }
    }
}
