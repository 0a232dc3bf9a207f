package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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

    /** {@code null} when nothing is sent that needs JSON. */
    private final JsonFormat json;
    private final DeclaredTypes declared;
    private final Map<Type, JsonFormat.Writer> writers = new ConcurrentHashMap<>();
    /** The generic type that the channel's code declares, or {@code null}; payloads of its raw class are written as this. */
    private final Type generic;
    private final Class<?> raw;

    @Inject
    PayloadEncoder(@Any Instance<JsonFormat> formats) {
        this(JsonFormats.first(formats));
    }

    /** For use without a container. */
    public PayloadEncoder(JsonFormat json) {
        this(json, DeclaredTypes.UNKNOWN);
    }

    /**
     * With what is known of the application.
     *
     * @param json {@code null} when nothing is sent that needs JSON
     */
    public PayloadEncoder(JsonFormat json, DeclaredTypes declared) {
        this(json, declared, null);
    }

    private PayloadEncoder(JsonFormat json, DeclaredTypes declared, Type generic) {
        this.json = json;
        this.declared = declared;
        this.generic = generic;
        this.raw = generic == null ? null : (Class<?>) DeclaredTypes.raw(generic);
    }

    /** The same for one channel, whose generic type it knows. */
    public PayloadEncoder forChannel(String channel) {
        return new PayloadEncoder(json, declared, declared.outgoing(channel));
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
        if (json == null) {
            throw new PayloadConversionException("a payload of type " + payload.getClass().getName() + " cannot be written as"
                    + " JSON, which was left out when the application was built, as no channel needed it; declare the type of"
                    + " the channel's payload, or Object", null);
        }
        try {
            return writer(payload.getClass()).write(payload);
        } catch (Exception | LinkageError | StackOverflowError cause) {
            throw new PayloadConversionException("a payload of type " + payload.getClass().getName()
                    + " cannot be written as JSON: " + cause.getMessage()
                    + "; send bytes, text, a Vert.x buffer or JSON object, or a type that JSON can hold", cause);
        }
    }

    private JsonFormat.Writer writer(Class<?> type) {
        JsonFormat.Writer writer = writers.get(type);
        return writer != null ? writer : writers.computeIfAbsent(type, key -> json.writer(isDeclared(type) ? generic : type));
    }

    /** A subclass may have more to write than the declared class, except for a collection, which is its elements. */
    private boolean isDeclared(Class<?> type) {
        return raw != null && (type == raw || raw.isAssignableFrom(type)
                && (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)));
    }
}
