package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.session.ReasonCode.PROTOCOL_ERROR;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.UserProperty;

/** Reads the properties of a packet and checks identifiers, repetition and ranges (MQTT-5.0 §2.2.2). */
final class PropertiesDecoder {

    private PropertiesDecoder() {
    }

    static Properties decode(PacketReader in) {
        int length = in.variableByteInteger();
        if (length == 0) {
            return Properties.EMPTY;
        }
        int outer = in.limit(length);
        Properties.Builder properties = Properties.builder();
        long seen = 0;
        while (in.remaining() > 0) {
            Property property = identifier(in);
            long bit = 1L << property.id();
            if ((seen & bit) != 0 && !property.repeatableIn(in.type())) {
                throw protocolError(in, property + " stands there more than once");
            }
            seen |= bit;
            properties.add(property, value(in, property));
        }
        in.restoreLimit(outer);
        return properties.build();
    }

    private static Property identifier(PacketReader in) {
        int id = in.variableByteInteger();
        Property property = Property.byId(id);
        if (property == null) {
            throw in.malformed("there is no property 0x" + Integer.toHexString(id));
        }
        if (!property.allowedIn(in.type())) {
            throw in.malformed(property + " is no property of this packet");
        }
        return property;
    }

    private static Object value(PacketReader in, Property property) {
        return switch (property.wireType()) {
            case BYTE -> (int) checked(in, property, in.unsignedByte());
            case TWO_BYTE_INTEGER -> (int) checked(in, property, in.unsignedShort());
            case FOUR_BYTE_INTEGER -> checked(in, property, in.unsignedInt());
            case VARIABLE_BYTE_INTEGER -> (int) checked(in, property, in.variableByteInteger());
            case STRING -> in.string();
            case BINARY -> in.binary();
            case STRING_PAIR -> new UserProperty(in.string(), in.string());
        };
    }

    private static long checked(PacketReader in, Property property, long value) {
        boolean valid = switch (property) {
            case RECEIVE_MAXIMUM, TOPIC_ALIAS, MAXIMUM_PACKET_SIZE, SUBSCRIPTION_IDENTIFIER -> value > 0;
            default -> property.wireType() != Property.Type.BYTE || value <= 1;
        };
        if (!valid) {
            throw protocolError(in, property + " must not be " + value);
        }
        return value;
    }

    private static MalformedPacketException protocolError(PacketReader in, String what) {
        return new MalformedPacketException(PROTOCOL_ERROR, in.type() + ": " + what);
    }
}
