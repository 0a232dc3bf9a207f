package io.quarkiverse.mqttx.connector.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.UserProperty;

/**
 * A message as it lies in the file.
 *
 * @param acceptedMillis the wall clock when it was stored
 * @param packet without packet identifier; {@code null} when the broker has it already
 */
record StoredMessage(String sender, long acceptedMillis, Publish packet) {

    private static final int OVERHEAD = 200;
    private static final int RETAIN = 4;
    private static final int RELEASED = 8;

    static final BasicDataType<StoredMessage> TYPE = new Type();

    StoredMessage released() {
        return new StoredMessage(sender, acceptedMillis, null);
    }

    /** With what is left of its expiry interval (MQTT-5.0 §3.3.2.3.3). */
    Publish packetAt(long nowMillis) {
        if (packet == null || !packet.properties().has(Property.MESSAGE_EXPIRY_INTERVAL)) {
            return packet;
        }
        Properties.Builder properties = Properties.builder();
        for (int i = 0; i < packet.properties().size(); i++) {
            Property name = packet.properties().name(i);
            Object value = packet.properties().value(i);
            properties.add(name, name == Property.MESSAGE_EXPIRY_INTERVAL ? left((Long) value, nowMillis) : value);
        }
        return new Publish(packet.topic(), packet.payload(), packet.qos(), packet.retain(), false, 0, properties.build());
    }

    private Long left(long seconds, long nowMillis) {
        return Math.max(0, seconds - Math.max(0, nowMillis - acceptedMillis) / 1000);
    }

    private static final class Type extends BasicDataType<StoredMessage> {

        @Override
        public int getMemory(StoredMessage value) {
            return OVERHEAD + (value.packet == null ? 0 : value.packet.payload().length + 2 * value.packet.topic().length());
        }

        @Override
        public void write(WriteBuffer buffer, StoredMessage value) {
            text(buffer, value.sender);
            buffer.putLong(value.acceptedMillis);
            Publish packet = value.packet;
            if (packet == null) {
                buffer.put((byte) RELEASED);
                return;
            }
            buffer.put((byte) (packet.qos() | (packet.retain() ? RETAIN : 0)));
            text(buffer, packet.topic());
            bytes(buffer, packet.payload());
            Properties properties = packet.properties();
            buffer.putVarInt(properties.size());
            for (int i = 0; i < properties.size(); i++) {
                write(buffer, properties.name(i), properties.value(i));
            }
        }

        private static void write(WriteBuffer buffer, Property name, Object value) {
            buffer.put((byte) name.id());
            switch (name.wireType()) {
                case BYTE, TWO_BYTE_INTEGER, VARIABLE_BYTE_INTEGER -> buffer.putVarInt((Integer) value);
                case FOUR_BYTE_INTEGER -> buffer.putVarLong((Long) value);
                case STRING -> text(buffer, (String) value);
                case BINARY -> bytes(buffer, (byte[]) value);
                case STRING_PAIR -> {
                    text(buffer, ((UserProperty) value).name());
                    text(buffer, ((UserProperty) value).value());
                }
            }
        }

        @Override
        public StoredMessage read(ByteBuffer buffer) {
            String sender = text(buffer);
            long accepted = buffer.getLong();
            int flags = buffer.get();
            if ((flags & RELEASED) != 0) {
                return new StoredMessage(sender, accepted, null);
            }
            String topic = text(buffer);
            byte[] payload = bytes(buffer);
            int size = DataUtils.readVarInt(buffer);
            Properties.Builder properties = Properties.builder();
            for (int i = 0; i < size; i++) {
                Property name = Property.byId(buffer.get());
                properties.add(name, read(buffer, name));
            }
            return new StoredMessage(sender, accepted,
                    new Publish(topic, payload, flags & 3, (flags & RETAIN) != 0, false, 0, properties.build()));
        }

        private static Object read(ByteBuffer buffer, Property name) {
            return switch (name.wireType()) {
                case BYTE, TWO_BYTE_INTEGER, VARIABLE_BYTE_INTEGER -> DataUtils.readVarInt(buffer);
                case FOUR_BYTE_INTEGER -> DataUtils.readVarLong(buffer);
                case STRING -> text(buffer);
                case BINARY -> bytes(buffer);
                case STRING_PAIR -> new UserProperty(text(buffer), text(buffer));
            };
        }

        private static void text(WriteBuffer buffer, String text) {
            bytes(buffer, text.getBytes(StandardCharsets.UTF_8));
        }

        private static String text(ByteBuffer buffer) {
            return new String(bytes(buffer), StandardCharsets.UTF_8);
        }

        private static void bytes(WriteBuffer buffer, byte[] bytes) {
            buffer.putVarInt(bytes.length).put(bytes);
        }

        private static byte[] bytes(ByteBuffer buffer) {
            byte[] bytes = new byte[DataUtils.readVarInt(buffer)];
            buffer.get(bytes);
            return bytes;
        }

        @Override
        public StoredMessage[] createStorage(int size) {
            return new StoredMessage[size];
        }
    }
}
