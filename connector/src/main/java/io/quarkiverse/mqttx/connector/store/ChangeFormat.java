package io.quarkiverse.mqttx.connector.store;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** The bytes of a change in a store: its kind, and its fields in their order. Strings and arrays follow their length. */
final class ChangeFormat {

    private static final int ACCEPTED = 1;
    private static final int IDENTIFIED = 2;
    private static final int RELEASED = 3;
    private static final int SETTLED = 4;
    private static final int RECEIVED = 5;
    private static final int COMPLETED = 6;
    private static final int SUBSCRIBED = 7;
    private static final int UNSUBSCRIBED = 8;

    private static final int QOS = 3;
    private static final int RETAIN = 4;

    private ChangeFormat() {
    }

    /** @param millis when a message was accepted; of no meaning for other changes */
    static void write(ByteBuf out, SessionChange change, long millis) {
        if (change instanceof SessionChange.Accepted accepted) {
            out.writeByte(ACCEPTED).writeLong(accepted.sequence()).writeLong(millis);
            text(out, accepted.sender());
            message(out, accepted.message());
        } else if (change instanceof SessionChange.Identified identified) {
            out.writeByte(IDENTIFIED).writeLong(identified.sequence()).writeShort(identified.packetId())
                    .writeLong(identified.order());
        } else if (change instanceof SessionChange.Released released) {
            out.writeByte(RELEASED).writeLong(released.sequence()).writeLong(released.order());
        } else if (change instanceof SessionChange.Settled settled) {
            out.writeByte(SETTLED).writeLong(settled.sequence());
        } else if (change instanceof SessionChange.Received received) {
            out.writeByte(RECEIVED).writeShort(received.message().packetId());
            message(out, Contents.known(received.message()));
        } else if (change instanceof SessionChange.Completed completed) {
            out.writeByte(COMPLETED).writeShort(completed.packetId());
        } else if (change instanceof SessionChange.Subscribed subscribed) {
            out.writeByte(SUBSCRIBED).writeInt(subscribed.identifier());
            text(out, subscribed.filter());
        } else if (change instanceof SessionChange.Unsubscribed unsubscribed) {
            out.writeByte(UNSUBSCRIBED);
            text(out, unsubscribed.filter());
        }
    }

    /** How many bytes {@link #write} makes of a change that says how something is from now on, and not that it is gone. */
    static int size(SessionChange change) {
        if (change instanceof SessionChange.Accepted accepted) {
            return 17 + size(accepted.sender()) + size(accepted.message());
        } else if (change instanceof SessionChange.Received received) {
            return 3 + size(Contents.known(received.message()));
        } else if (change instanceof SessionChange.Subscribed subscribed) {
            return 5 + size(subscribed.filter());
        }
        return change instanceof SessionChange.Identified ? 19 : 17;
    }

    /**
     * Reads one change, and applies it.
     *
     * @throws RuntimeException when it is none
     */
    static void read(ByteBuf in, Contents contents) {
        int kind = in.readByte();
        long millis = 0;
        SessionChange change;
        switch (kind) {
            case ACCEPTED -> {
                long sequence = in.readLong();
                millis = in.readLong();
                change = new SessionChange.Accepted(sequence, text(in), message(in, 0));
            }
            case IDENTIFIED -> change = new SessionChange.Identified(in.readLong(), in.readUnsignedShort(), in.readLong());
            case RELEASED -> change = new SessionChange.Released(in.readLong(), in.readLong());
            case SETTLED -> change = new SessionChange.Settled(in.readLong());
            case RECEIVED -> change = new SessionChange.Received(message(in, in.readUnsignedShort()));
            case COMPLETED -> change = new SessionChange.Completed(in.readUnsignedShort());
            case SUBSCRIBED -> {
                int identifier = in.readInt();
                change = new SessionChange.Subscribed(text(in), identifier);
            }
            case UNSUBSCRIBED -> change = new SessionChange.Unsubscribed(text(in));
            default -> throw new IllegalArgumentException("there is no change of kind " + kind);
        }
        contents.apply(change, millis);
    }

    private static void message(ByteBuf out, Publish message) {
        out.writeByte(message.qos() | (message.retain() ? RETAIN : 0));
        text(out, message.topic());
        bytes(out, message.payload());
        Properties properties = message.properties();
        out.writeInt(properties.size());
        for (int i = 0; i < properties.size(); i++) {
            Property name = properties.name(i);
            out.writeByte(name.id());
            property(out, name, properties.value(i));
        }
    }

    /** What a message takes beside its change. */
    static int size(Publish message) {
        int size = 9 + size(message.topic()) + message.payload().length;
        Properties properties = message.properties();
        for (int i = 0; i < properties.size(); i++) {
            size += 1 + size(properties.name(i), properties.value(i));
        }
        return size;
    }

    private static Publish message(ByteBuf in, int packetId) {
        int flags = in.readByte();
        String topic = text(in);
        byte[] payload = bytes(in);
        int size = in.readInt();
        Properties.Builder properties = Properties.builder();
        for (int i = 0; i < size; i++) {
            Property name = Property.byId(in.readByte());
            properties.add(name, property(in, name));
        }
        return new Publish(topic, payload, flags & QOS, (flags & RETAIN) != 0, false, packetId, properties.build());
    }

    private static void property(ByteBuf out, Property name, Object value) {
        switch (name.wireType()) {
            case BYTE, TWO_BYTE_INTEGER, VARIABLE_BYTE_INTEGER -> out.writeInt((Integer) value);
            case FOUR_BYTE_INTEGER -> out.writeLong((Long) value);
            case STRING -> text(out, (String) value);
            case BINARY -> bytes(out, (byte[]) value);
            case STRING_PAIR -> {
                text(out, ((UserProperty) value).name());
                text(out, ((UserProperty) value).value());
            }
        }
    }

    private static int size(Property name, Object value) {
        return switch (name.wireType()) {
            case BYTE, TWO_BYTE_INTEGER, VARIABLE_BYTE_INTEGER -> 4;
            case FOUR_BYTE_INTEGER -> 8;
            case STRING -> size((String) value);
            case BINARY -> 4 + ((byte[]) value).length;
            case STRING_PAIR -> size(((UserProperty) value).name()) + size(((UserProperty) value).value());
        };
    }

    private static Object property(ByteBuf in, Property name) {
        return switch (name.wireType()) {
            case BYTE, TWO_BYTE_INTEGER, VARIABLE_BYTE_INTEGER -> in.readInt();
            case FOUR_BYTE_INTEGER -> in.readLong();
            case STRING -> text(in);
            case BINARY -> bytes(in);
            case STRING_PAIR -> new UserProperty(text(in), text(in));
        };
    }

    private static void text(ByteBuf out, String text) {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static int size(String text) {
        return 4 + ByteBufUtil.utf8Bytes(text);
    }

    private static String text(ByteBuf in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void bytes(ByteBuf out, byte[] bytes) {
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    private static byte[] bytes(ByteBuf in) {
        byte[] bytes = new byte[in.readInt()];
        in.readBytes(bytes);
        return bytes;
    }
}
