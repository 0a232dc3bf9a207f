package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.session.ReasonCode.PROTOCOL_ERROR;
import static io.quarkiverse.mqttx.session.ReasonCode.TOPIC_ALIAS_INVALID;

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
        Properties properties = list(in);
        in.restoreLimit(outer);
        return properties;
    }

    /** A topic alias is left with the reader: it concerns the connection, and not those who get the message. */
    private static Properties list(PacketReader in) {
        Properties.Builder properties = null;
        long seen = 0;
        while (in.remaining() > 0) {
            Property property = identifier(in);
            long bit = 1L << property.id();
            if ((seen & bit) != 0 && !property.repeatableIn(in.type())) {
                throw protocolError(in, property + " stands there more than once");
            }
            seen |= bit;
            if (property == Property.TOPIC_ALIAS) {
                in.topicAlias(topicAlias(in));
            } else if (property == Property.SUBSCRIPTION_IDENTIFIER && properties == null) {
                int identifier = (int) checked(in, property, in.variableByteInteger());
                if (in.remaining() == 0) {
                    return in.identifiedBy(identifier);
                }
                properties = Properties.builder().add(property, identifier);
            } else {
                properties = properties == null ? Properties.builder() : properties;
                properties.add(property, value(in, property));
            }
        }
        return properties == null ? Properties.EMPTY : properties.build();
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

    private static int topicAlias(PacketReader in) {
        int alias = in.unsignedShort();
        if (alias == 0) {
            throw new MalformedPacketException(TOPIC_ALIAS_INVALID, in.type() + ": TOPIC_ALIAS must not be 0 [MQTT-3.3.2-8]");
        }
        return alias;
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
            case RECEIVE_MAXIMUM, MAXIMUM_PACKET_SIZE, SUBSCRIPTION_IDENTIFIER -> value > 0;
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
