package io.quarkiverse.mqttx.connector.convert;

import java.nio.ByteBuffer;
import java.util.UUID;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.quarkiverse.mqttx.spi.PayloadFormat.Writer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writers for payloads that need no format: bytes, and types with an obvious text form. */
final class PlainWriters {

    private PlainWriters() {
    }

    /** For arrays of bytes and buffers; else {@code null}. */
    static Writer bytes(Class<?> type) {
        if (type == byte[].class) {
            return payload -> (byte[]) payload;
        }
        if (Buffer.class.isAssignableFrom(type)) {
            return payload -> ((Buffer) payload).getBytes();
        }
        if (io.vertx.mutiny.core.buffer.Buffer.class.isAssignableFrom(type)) {
            return payload -> ((io.vertx.mutiny.core.buffer.Buffer) payload).getBytes();
        }
        if (ByteBuf.class.isAssignableFrom(type)) {
            return payload -> ByteBufUtil.getBytes((ByteBuf) payload);
        }
        return ByteBuffer.class.isAssignableFrom(type) ? payload -> remaining((ByteBuffer) payload) : null;
    }

    private static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** For strings and the like; else {@code null}. */
    static Writer string(Class<?> type) {
        return CharSequence.class.isAssignableFrom(type) ? payload -> Utf8Text.encode(payload.toString()) : null;
    }

    /** For numbers and truth values, whose text is JSON as well; else {@code null}. */
    static Writer number(Class<?> type) {
        return Number.class.isAssignableFrom(type) || type == Boolean.class ? payload -> Utf8Text.encode(payload.toString())
                : null;
    }

    /** For what else has a text form of its own; else {@code null}. */
    static Writer name(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            return payload -> Utf8Text.encode(((Enum<?>) payload).name());
        }
        return type == Character.class || type == UUID.class ? payload -> Utf8Text.encode(payload.toString()) : null;
    }

    /** For the JSON classes of Vert.x; else {@code null}. */
    static Writer json(Class<?> type) {
        if (type == JsonObject.class) {
            return payload -> Utf8Text.encode(((JsonObject) payload).encode());
        }
        return type == JsonArray.class ? payload -> Utf8Text.encode(((JsonArray) payload).encode()) : null;
    }
}
