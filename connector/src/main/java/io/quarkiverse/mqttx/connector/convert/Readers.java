package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat.Reader;

/** Caches the readers of payload types, one for each type and format. */
final class Readers {

    private final Formats formats;
    private final Map<Type, Reader> natural = new ConcurrentHashMap<>();
    private final Map<PayloadFormat, Map<Type, Reader>> named = new ConcurrentHashMap<>();

    Readers(Formats formats) {
        this.formats = formats;
    }

    /** @param contentType {@code null} when it is not known */
    Reader reader(String contentType, Type type) {
        if (contentType != null) {
            ContentType known = formats.contentType(contentType);
            if (known.format() != null || known.missing() != null) {
                return named(formats.choose(known, type), type);
            }
        }
        Reader reader = natural.get(type);
        return reader != null ? reader : natural.computeIfAbsent(type, key -> checked(formats.natural(key), key));
    }

    private Reader named(PayloadFormat format, Type type) {
        Map<Type, Reader> readers = named.get(format);
        if (readers == null) {
            readers = named.computeIfAbsent(format, key -> new ConcurrentHashMap<>());
        }
        Reader reader = readers.get(type);
        return reader != null ? reader : readers.computeIfAbsent(type, key -> checked(format, key));
    }

    /** Reactive Messaging takes a null for a message without payload. */
    private static Reader checked(PayloadFormat format, Type type) {
        Reader reader = format.reader(type);
        boolean json = format instanceof JsonFormat;
        return payload -> {
            if (json && isBlank(payload)) {
                throw new IllegalArgumentException("it is empty, which is not JSON");
            }
            Object value = reader.read(payload);
            if (value == null) {
                throw new IllegalArgumentException(json ? "it is the JSON value null" : "it is null");
            }
            return value;
        };
    }

    private static boolean isBlank(byte[] payload) {
        for (byte character : payload) {
            if (character != ' ' && character != '\n' && character != '\r' && character != '\t') {
                return false;
            }
        }
        return true;
    }
}
