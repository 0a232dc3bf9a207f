package io.quarkiverse.mqttx.connector.convert;

import java.nio.ByteBuffer;
import java.util.UUID;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.smallrye.reactive.messaging.json.JsonMapping;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * From what the application sends to bytes: bytes and buffers as they are, text and scalars in UTF-8, everything else as JSON.
 * For any thread. A dependent bean, so that a message does not go through a proxy.
 */
@Dependent
public class PayloadEncoder {

    private static final byte[] EMPTY = {};

    private final JsonCodec json;

    @Inject
    PayloadEncoder(JsonCodec json) {
        this.json = json;
    }

    /** For use without a container. */
    public PayloadEncoder(JsonMapping mapping) {
        this(new JsonCodec(mapping));
    }

    /**
     * The payload as bytes. An array is taken as it is and not copied; a buffer is read without moving its position, and a
     * {@code ByteBuf} is not released. {@code null} is the empty payload.
     *
     * @throws PayloadConversionException when the payload has no JSON form
     */
    public byte[] encode(Object payload) {
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        if (payload == null) {
            return EMPTY;
        }
        if (payload instanceof String text) {
            return Utf8.encode(text);
        }
        if (payload instanceof JsonObject object) {
            return Utf8.encode(object.encode());
        }
        if (payload instanceof JsonArray array) {
            return Utf8.encode(array.encode());
        }
        byte[] bytes = encodeBuffer(payload);
        if (bytes != null) {
            return bytes;
        }
        return isScalar(payload) ? Utf8.encode(payload.toString()) : encodeJson(payload);
    }

    private static byte[] encodeBuffer(Object payload) {
        if (payload instanceof Buffer buffer) {
            return buffer.getBytes();
        }
        if (payload instanceof io.vertx.mutiny.core.buffer.Buffer buffer) {
            return buffer.getBytes();
        }
        if (payload instanceof ByteBuf buffer) {
            return ByteBufUtil.getBytes(buffer);
        }
        if (payload instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return null;
    }

    private static boolean isScalar(Object payload) {
        return payload instanceof Number || payload instanceof Boolean || payload instanceof CharSequence
                || payload instanceof Character || payload instanceof UUID;
    }

    private byte[] encodeJson(Object payload) {
        if (payload instanceof Enum<?> constant) {
            return Utf8.encode(constant.name());
        }
        try {
            return Utf8.encode(json.toJson(payload));
        } catch (RuntimeException | LinkageError | StackOverflowError cause) {
            throw new PayloadConversionException("a payload of type " + payload.getClass().getName()
                    + " cannot be written as JSON: " + cause.getMessage()
                    + "; send bytes, text, a Vert.x buffer or JSON object, or a type that JSON can hold", cause);
        }
    }
}
