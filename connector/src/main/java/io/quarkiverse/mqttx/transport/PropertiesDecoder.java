package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.api.ReasonCode.PACKET_TOO_LARGE;
import static io.quarkiverse.mqttx.api.ReasonCode.PROTOCOL_ERROR;
import static io.quarkiverse.mqttx.api.ReasonCode.TOPIC_ALIAS_INVALID;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

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

    /**
     * Looks whether they follow the rules, and keeps them as they are. A topic alias is left with the reader: it concerns the
     * connection, and not those who get the message.
     */
    private static Properties list(PacketReader in) {
        int begin = in.position();
        int alias = -1;
        int size = 0;
        int identifier = 0;
        long seen = 0;
        while (in.remaining() > 0) {
            int at = in.position();
            Property property = identifier(in);
            long bit = 1L << property.id();
            if ((seen & bit) != 0 && !property.repeatableIn(in.type())) {
                throw protocolError(in, property + " occurs more than once");
            }
            seen |= bit;
            if (property == Property.TOPIC_ALIAS) {
                in.topicAlias(topicAlias(in));
                alias = at;
                continue;
            }
            size++;
            if (property == Property.SUBSCRIPTION_IDENTIFIER) {
                identifier = (int) checked(in, property, in.variableByteInteger());
            } else {
                pass(in, property);
            }
        }
        if (size == 0) {
            return Properties.EMPTY;
        }
        if (size == 1 && identifier > 0) {
            return in.identifiedBy(identifier);
        }
        if (size > Properties.MAX_READ && in.type() != PacketType.PUBLISH) {
            throw new MalformedPacketException(PACKET_TOO_LARGE, in.type() + " with " + size + " properties; more than "
                    + Properties.MAX_READ + " are accepted only in a PUBLISH");
        }
        return Properties.received(in.copy(begin, alias), size);
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

    private static void pass(PacketReader in, Property property) {
        switch (property.wireType()) {
            case BYTE -> checked(in, property, in.unsignedByte());
            case TWO_BYTE_INTEGER -> checked(in, property, in.unsignedShort());
            case FOUR_BYTE_INTEGER -> checked(in, property, in.unsignedInt());
            case VARIABLE_BYTE_INTEGER -> checked(in, property, in.variableByteInteger());
            case STRING -> in.passText();
            case BINARY -> in.passBinary();
            case STRING_PAIR -> {
                in.passText();
                in.passText();
            }
        }
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
