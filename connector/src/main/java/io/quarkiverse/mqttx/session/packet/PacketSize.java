package io.quarkiverse.mqttx.session.packet;

import java.util.List;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.topic.MqttString;

/**
 * How many bytes things take on the wire, computed without encoding or allocating anything. The session needs it to respect the
 * broker's Maximum Packet Size before it sends (MQTT-5.0 §3.2.2.3.6), the encoder to write its length fields.
 */
public final class PacketSize {

    /** The largest remaining length and the largest variable byte integer (MQTT-5.0 §1.5.5). */
    public static final int MAX_VARIABLE_BYTE_INTEGER = 268_435_455;

    private static final int TOPIC_ALIAS = 3;

    /** Of a PUBLISH: type, three lengths, packet identifier, topic alias. */
    private static final int MOST_OF_FIXED_LENGTH = 1 + 4 + 2 + 4 + 2 + TOPIC_ALIAS;
    private static final int MOST_BYTES_OF_CHAR = 3;

    private static final long UNENCODABLE = 1L << 32;

    private PacketSize() {
    }

    /**
     * The whole PUBLISH in bytes, its fixed header included (MQTT-5.0 §3.3); {@link Integer#MAX_VALUE} when it is larger than
     * any MQTT packet can be, or when its topic or a property does not fit the two bytes of its length field. So a comparison
     * with the limit tells whether it can be sent at all.
     */
    public static int publish(Publish publish, ProtocolVersion version) {
        int head = publishHead(publish, MqttString.encodedLength(publish.topic()), version);
        long remaining = (long) head + publish.payload().length;
        if (head < 0 || remaining > MAX_VARIABLE_BYTE_INTEGER) {
            return Integer.MAX_VALUE;
        }
        return 1 + variableByteInteger((int) remaining) + (int) remaining;
    }

    /** No less than {@link #publish} in any version, and found without a look at the topic. */
    public static long publishAtMost(Publish publish) {
        long topic = MOST_BYTES_OF_CHAR * (long) publish.topic().length();
        return topic > MqttString.MAX_BYTES ? UNENCODABLE
                : MOST_OF_FIXED_LENGTH + topic + propertyList(publish.properties()) + publish.payload().length;
    }

    /**
     * What stands between the fixed header and the payload of a PUBLISH; -1 when that alone is too large for MQTT.
     *
     * @param topic the bytes of its topic, from {@link MqttString#encodedLength}
     */
    public static int publishHead(Publish publish, long topic, ProtocolVersion version) {
        long size = prefixed(topic) + (publish.qos() > 0 ? 2 : 0);
        if (version.is5()) {
            long properties = publishProperties(publish);
            size += properties + variableByteInteger((int) Math.min(properties, MAX_VARIABLE_BYTE_INTEGER));
        }
        return size > MAX_VARIABLE_BYTE_INTEGER ? -1 : (int) size;
    }

    /**
     * A whole SUBSCRIBE or UNSUBSCRIBE in bytes, its fixed header included (MQTT-5.0 §3.8, §3.10).
     *
     * @param options the bytes that follow each filter: 1 in SUBSCRIBE, 0 in UNSUBSCRIBE
     */
    public static long filters(List<String> filters, int options, Properties properties, ProtocolVersion version) {
        long remaining = 2 + (version.is5() ? withLength(properties) : 0);
        for (String filter : filters) {
            remaining += string(filter) + options;
        }
        return withHeader(remaining);
    }

    /** A whole AUTH in bytes, its fixed header included (MQTT-5.0 §3.15). */
    public static long auth(Properties properties) {
        return withHeader(1 + withLength(properties));
    }

    private static long withHeader(long remaining) {
        return 1 + variableByteInteger((int) Math.min(remaining, MAX_VARIABLE_BYTE_INTEGER)) + remaining;
    }

    /** The properties with the length that stands before them (MQTT-5.0 §2.2.2). */
    public static long withLength(Properties properties) {
        long size = propertyList(properties);
        return size + variableByteInteger((int) Math.min(size, MAX_VARIABLE_BYTE_INTEGER));
    }

    /** The properties of a PUBLISH and its topic alias, without the length that stands before them. */
    public static long publishProperties(Publish publish) {
        return propertyList(publish.properties()) + (publish.topicAlias() == 0 ? 0 : TOPIC_ALIAS);
    }

    /** The properties without the length that stands before them (MQTT-5.0 §2.2.2). */
    public static long propertyList(Properties properties) {
        long size = 0;
        for (int i = 0; i < properties.size(); i++) {
            size += property(properties.name(i), properties.value(i));
        }
        return size;
    }

    private static long property(Property name, Object value) {
        return 1 + switch (name.wireType()) {
            case BYTE -> 1L;
            case TWO_BYTE_INTEGER -> 2L;
            case FOUR_BYTE_INTEGER -> 4L;
            case VARIABLE_BYTE_INTEGER -> variableByteInteger((Integer) value);
            case STRING -> string((String) value);
            case BINARY -> prefixed(((byte[]) value).length);
            case STRING_PAIR -> {
                UserProperty pair = (UserProperty) value;
                yield string(pair.name()) + string(pair.value());
            }
        };
    }

    private static long string(String text) {
        return prefixed(MqttString.encodedLength(text));
    }

    /** With the two bytes of the length field; a length that does not fit them makes the whole packet too large. */
    private static long prefixed(long length) {
        return length > MqttString.MAX_BYTES ? UNENCODABLE : 2 + length;
    }

    /** The bytes of a variable byte integer, 1 to 4 (MQTT-5.0 §1.5.5). */
    public static int variableByteInteger(int value) {
        if (value < 0x80) {
            return 1;
        }
        if (value < 0x4000) {
            return 2;
        }
        return value < 0x20_0000 ? 3 : 4;
    }
}
