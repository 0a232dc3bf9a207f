package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;

/**
 * The writers of one channel: one for each class of payloads and each content type, made once. For any thread.
 */
public final class PayloadWriters {

    private static final String TEXT = "text/plain;charset=utf-8";
    private static final PayloadWriter EMPTY = new PayloadWriter(payload -> new byte[0], "nothing", Properties.EMPTY);

    /** @param contentType what the message itself says, or {@code null} */
    private record Key(Class<?> type, String contentType) {
    }

    private record Recent(Class<?> type, String contentType, PayloadWriter writer) {
    }

    private final Formats formats;
    /** The generic type that the channel's code declares, or {@code null}; payloads of its raw class are written as this. */
    private final Type generic;
    private final Class<?> raw;
    private final String contentType;
    private final boolean silent;
    private final Map<Key, PayloadWriter> writers = new ConcurrentHashMap<>();
    /** Most messages are like the one before. */
    private Recent recent;

    PayloadWriters(Formats formats, Type generic, String contentType) {
        this.formats = formats;
        this.generic = generic;
        this.raw = generic == null ? null : (Class<?>) DeclaredTypes.raw(generic);
        this.silent = contentType != null && contentType.isEmpty();
        this.contentType = silent ? null : contentType;
        if (this.contentType != null && KnownFormat.of(contentType) != null) {
            ContentType known = formats.contentType(contentType);
            if (known.missing() != null) {
                throw new PayloadConversionException("content-type=" + contentType + ": " + known.missingLibrary(), null);
            }
        }
    }

    /**
     * What makes bytes of the payload; {@code null} is the empty payload.
     *
     * @param own the content type that the message itself names, or {@code null} for the channel's
     * @throws PayloadConversionException when the payload cannot be written so
     */
    public PayloadWriter writer(Object payload, String own) {
        if (payload == null) {
            return EMPTY;
        }
        Class<?> type = payload.getClass();
        Recent last = recent;
        if (last == null || last.type != type || !Objects.equals(last.contentType, own)) {
            last = new Recent(type, own, find(type, own));
            recent = last;
        }
        return last.writer;
    }

    private PayloadWriter find(Class<?> type, String own) {
        Key key = new Key(type, own);
        PayloadWriter writer = writers.get(key);
        if (writer == null) {
            writer = create(type, own);
            // a type has one content type or two; more is text that goes with the message
            if (writers.size() < Formats.MAX_KEPT || own == null) {
                writers.put(key, writer);
            }
        }
        return writer;
    }

    private PayloadWriter create(Class<?> type, String own) {
        String wanted = own == null ? contentType : own;
        try {
            return wanted == null ? natural(type, null) : labelled(type, formats.contentType(wanted));
        } catch (RuntimeException | LinkageError problem) {
            throw new PayloadConversionException("a payload of type " + type.getName() + " cannot be written"
                    + (wanted == null ? "" : " as " + wanted) + ": " + problem.getMessage(), problem);
        }
    }

    private PayloadWriter labelled(Class<?> type, ContentType label) {
        PayloadFormat.Writer bytes = PlainWriters.bytes(type);
        if (bytes != null) {
            return new PayloadWriter(bytes, "bytes", properties(label.text(), false));
        }
        if (label.format() == null && label.missing() == null) {
            return natural(type, label);
        }
        PayloadFormat.Writer writer = label.isBinary() ? null : asText(type, label.format());
        if (writer == null) {
            writer = formats.choose(label, type).writer(exact(type));
        }
        return new PayloadWriter(writer, label.text(), properties(label.text(), false));
    }

    /** What the text of a text format is, or {@code null} when the format itself must write it. */
    private static PayloadFormat.Writer asText(Class<?> type, PayloadFormat format) {
        PayloadFormat.Writer writer = PlainWriters.string(type);
        if (writer == null && format instanceof JsonFormat) {
            writer = PlainWriters.json(type);
            writer = writer == null ? PlainWriters.number(type) : writer;
        }
        return writer;
    }

    /** @param label what the receivers are told, or {@code null} for what it is */
    private PayloadWriter natural(Class<?> type, ContentType label) {
        PayloadFormat.Writer writer = PlainWriters.bytes(type);
        if (writer != null) {
            return new PayloadWriter(writer, "bytes", Properties.EMPTY);
        }
        writer = PlainWriters.string(type);
        writer = writer == null ? PlainWriters.number(type) : writer;
        writer = writer == null ? PlainWriters.name(type) : writer;
        if (writer != null) {
            return new PayloadWriter(writer, "text", properties(label, TEXT, true));
        }
        writer = PlainWriters.json(type);
        if (writer != null) {
            return new PayloadWriter(writer, "JSON", properties(label, "application/json", false));
        }
        return natural(type, label, formats.natural(type));
    }

    private PayloadWriter natural(Class<?> type, ContentType label, PayloadFormat format) {
        if (label != null && label.isPlainText() && !format.isText()) {
            throw new IllegalArgumentException("it is " + format.contentTypes().get(0) + ", which is not text");
        }
        String told = format.contentTypes().get(0);
        return new PayloadWriter(format.writer(exact(type)), format instanceof JsonFormat ? "JSON" : told,
                properties(label, told, false));
    }

    /** What the label says; without one, what the payload is. */
    private Properties properties(ContentType label, String natural, boolean utf8) {
        return label == null ? properties(natural, utf8) : properties(label.text(), label.isPlainText());
    }

    private Properties properties(String told, boolean utf8) {
        if (silent) {
            return Properties.EMPTY;
        }
        Properties.Builder properties = Properties.builder();
        if (utf8) {
            properties.add(Property.PAYLOAD_FORMAT_INDICATOR, 1);
        }
        return properties.add(Property.CONTENT_TYPE, told).build();
    }

    private Type exact(Class<?> type) {
        return isDeclared(type) ? generic : type;
    }

    /** A subclass may have more to write than the declared class, except for a collection, which is its elements. */
    private boolean isDeclared(Class<?> type) {
        return raw != null && (type == raw || raw.isAssignableFrom(type)
                && (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)));
    }
}
