package io.quarkiverse.mqttx.spi;

import java.lang.reflect.Type;
import java.util.List;

import jakarta.enterprise.inject.spi.Prioritized;

/**
 * Converts objects to the bytes of a payload and back, for the content types of this format (MQTT-5.0 §3.3.2.3.9). Implement
 * it as a CDI bean to bring your own format; of several for one content type the one with the lowest
 * {@link #getPriority()} is used. For JSON implement {@link io.quarkiverse.mqttx.spi.JsonFormat}, which is also
 * used where no content type is known.
 * <p>
 * A reader or writer is asked for once for each type and then used for all messages, on any thread and by several at a time.
 */
public interface PayloadFormat extends Prioritized {

    /** An application's own, when it does not say otherwise. */
    int DEFAULT_PRIORITY = 100;

    /** Those that the connector and the extension bring along. */
    int PROVIDED_PRIORITY = 1000;

    @Override
    default int getPriority() {
        return DEFAULT_PRIORITY;
    }

    /**
     * The content types of this format, in lower case and without parameters. {@code +cbor} stands for all that end so.
     * Messages are sent with the first of them.
     */
    List<String> contentTypes();

    /** Whether it is text. Then {@code String}s, numbers and the like are taken and sent as they are, whatever the format. */
    default boolean isText() {
        return false;
    }

    /** Whether payloads of this type are in this format when no content type says so, and in no other that comes along. */
    default boolean isMadeFor(Type type) {
        return false;
    }

    /**
     * What makes objects of this type, which may be generic, out of bytes.
     *
     * @throws RuntimeException when there is no way to the type; the message says why
     */
    Reader reader(Type type);

    /**
     * What makes bytes out of objects of this type, which is their class, or the generic type that the channel declares.
     *
     * @throws RuntimeException when there is no way from the type; the message says why
     */
    Writer writer(Type type);

    @FunctionalInterface
    interface Reader {

        /** The object, or {@code null} where the payload says so; throws what it likes when it cannot be read. */
        Object read(byte[] payload) throws Exception;
    }

    @FunctionalInterface
    interface Writer {

        /** The payload; throws what it likes when the object has no form in this format. */
        byte[] write(Object value) throws Exception;
    }
}
