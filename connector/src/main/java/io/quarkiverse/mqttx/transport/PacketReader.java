package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.api.ReasonCode.MALFORMED_PACKET;
import static io.quarkiverse.mqttx.api.ReasonCode.TOPIC_NAME_INVALID;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * Reads the data types of MQTT (MQTT-5.0 §1.5) from one packet and never beyond its end. One instance serves all packets of a
 * connection.
 */
final class PacketReader {

    /** Texts up to this size are read without allocating more than the text. */
    private static final int SCRATCH_SIZE = 256;
    /** The bytes of the property. */
    private static final int TOPIC_ALIAS = 3;
    private static final byte[] NO_BYTES = new byte[0];

    private final byte[] scratch = new byte[SCRATCH_SIZE];
    private final TopicStrings topics = new TopicStrings();
    private PacketType type;
    private ByteBuf buffer;
    private int index;
    private int end;
    private int topicAlias;
    private final IdentifierProperties identifierProperties = new IdentifierProperties();

    /** Turns to the next packet: its body is from {@code index} to {@code end}. */
    void begin(PacketType type, ByteBuf buffer, int index, int end) {
        this.type = type;
        this.buffer = buffer;
        this.index = index;
        this.end = end;
        this.topicAlias = 0;
    }

    /** Lets go of the buffer. */
    void done() {
        buffer = null;
    }

    PacketType type() {
        return type;
    }

    /** The topic alias among the properties read so far, or 0. */
    int topicAlias() {
        return topicAlias;
    }

    void topicAlias(int alias) {
        topicAlias = alias;
    }

    /** Properties that consist of this subscription identifier. */
    Properties identifiedBy(int subscriptionIdentifier) {
        return identifierProperties.of(subscriptionIdentifier);
    }

    int remaining() {
        return end - index;
    }

    /** Narrows what is readable to the next bytes, such as those of the properties; returns the end to restore. */
    int limit(int length) {
        require(length);
        int outer = end;
        end = index + length;
        return outer;
    }

    void restoreLimit(int outer) {
        end = outer;
    }

    int unsignedByte() {
        require(1);
        return buffer.getByte(index++) & 0xFF;
    }

    int unsignedShort() {
        require(2);
        int value = buffer.getUnsignedShort(index);
        index += 2;
        return value;
    }

    long unsignedInt() {
        require(4);
        long value = buffer.getUnsignedInt(index);
        index += 4;
        return value;
    }

    /** A variable byte integer in its only allowed, shortest form [MQTT-1.5.5-1]. */
    int variableByteInteger() {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int b = unsignedByte();
            value |= (b & 0x7F) << shift;
            if (b < 0x80) {
                if (b == 0 && shift > 0) {
                    throw malformed("a variable byte integer is longer than it needs to be");
                }
                return value;
            }
        }
        throw malformed("a variable byte integer has more than four bytes");
    }

    /** Goes past a text, after a look whether it is one. */
    void passText() {
        int length = unsignedShort();
        require(length);
        boolean valid = length > SCRATCH_SIZE ? Utf8Validator.isValid(buffer, index, length)
                : Utf8Validator.isValid(bytesAt(index, length), length);
        if (!valid) {
            throw noText();
        }
        index += length;
    }

    void passBinary() {
        int length = unsignedShort();
        require(length);
        index += length;
    }

    /** Where the next byte stands, for {@link #copy}. */
    int position() {
        return index;
    }

    /**
     * What was read since then.
     *
     * @param alias where a topic alias stands that is left out, below zero for none
     */
    byte[] copy(int begin, int alias) {
        int left = alias < 0 ? 0 : TOPIC_ALIAS;
        byte[] bytes = new byte[index - begin - left];
        int before = alias < 0 ? bytes.length : alias - begin;
        buffer.getBytes(begin, bytes, 0, before);
        buffer.getBytes(begin + before + left, bytes, before, bytes.length - before);
        return bytes;
    }

    /** The topic of a PUBLISH; a topic that was here before is found again without allocating. */
    String topic() {
        int length = unsignedShort();
        byte[] bytes = bytes(length);
        if (length == 0 || length > TopicStrings.MAX_LENGTH) {
            return checkTopic(decode(bytes, length));
        }
        int slot = TopicStrings.slot(bytes, length);
        String topic = topics.get(slot, bytes, length);
        if (topic == null) {
            topic = checkTopic(decode(bytes, length));
            topics.put(slot, bytes, length, topic);
        }
        return topic;
    }

    /** All that is left, in an array of its own. */
    byte[] rest() {
        return array(end - index);
    }

    private byte[] array(int length) {
        require(length);
        if (length == 0) {
            return NO_BYTES;
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(index, bytes);
        index += length;
        return bytes;
    }

    /** The next bytes, in an array that is valid until the next call and may be longer. */
    private byte[] bytes(int length) {
        if (length > SCRATCH_SIZE) {
            return array(length);
        }
        require(length);
        byte[] bytes = bytesAt(index, length);
        index += length;
        return bytes;
    }

    private byte[] bytesAt(int position, int length) {
        buffer.getBytes(position, scratch, 0, length);
        return scratch;
    }

    private String decode(byte[] bytes, int length) {
        if (!Utf8Validator.isValid(bytes, length)) {
            throw noText();
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private MalformedPacketException noText() {
        return malformed("a text is not well-formed UTF-8 or contains U+0000");
    }

    private static String checkTopic(String topic) {
        if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            throw new MalformedPacketException(TOPIC_NAME_INVALID,
                    "PUBLISH with a wildcard in its topic " + SafeText.quote(topic) + " [MQTT-3.3.2-2]");
        }
        return topic;
    }

    private void require(int length) {
        if (end - index < length) {
            throw malformed("a field is longer than the packet");
        }
    }

    MalformedPacketException malformed(String what) {
        return new MalformedPacketException(MALFORMED_PACKET, type + ": " + what);
    }
}
