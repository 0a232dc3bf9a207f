package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;

/**
 * Base of the converters from the bytes of a received message to the parameter of an {@code @Incoming} method. Reactive
 * Messaging asks {@link #canConvert} for the first message of a channel and keeps the answer. When {@link #convert}
 * throws, it nacks the message with the exception and skips it, so the channel's failure strategy decides.
 */
abstract class PayloadConverter implements MessageConverter {

    /** Behind converters of the application's own, which have {@link MessageConverter#CONVERTER_DEFAULT_PRIORITY}. */
    static final int PRIORITY = CONVERTER_DEFAULT_PRIORITY + 50;

    @Override
    public int getPriority() {
        return PRIORITY;
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        // For a KeyedMulti of payloads, which are taken as they are, this is what Reactive Messaging asks for
        return target != KeyedMulti.class && in.getPayload() instanceof byte[]
                && in.getMetadata().get(IncomingMqttMetadata.class).isPresent()
                && supports(target);
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        // Another type than that of the first message comes from a decorator or an interceptor, not from the broker
        if (!(in.getPayload() instanceof byte[] payload)) {
            throw new PayloadConversionException("expected a payload of bytes, got " + in.getPayload(), null);
        }
        IncomingMqttMetadata metadata = in.getMetadata().get(IncomingMqttMetadata.class).orElse(null);
        Type exact = metadata == null ? target : exact(metadata, target);
        String contentType = metadata == null ? null : metadata.getContentType().orElse(null);
        Object converted;
        try {
            converted = decode(payload, exact, contentType);
        } catch (Exception | LinkageError | StackOverflowError cause) {
            throw new PayloadConversionException(describe(metadata, payload, contentType) + " cannot be converted to "
                    + exact.getTypeName() + ": " + reason(cause), cause, metadata);
        }
        return in.withPayload(converted);
    }

    /** Whether payloads can be converted to this type at all. */
    abstract boolean supports(Type target);

    /** What is wanted where Reactive Messaging asks for the target. */
    Type exact(IncomingMqttMetadata metadata, Type target) {
        return target;
    }

    /**
     * The payload as an object of the type; throws what it likes when that cannot be done.
     *
     * @param contentType {@code null} when it is not known
     */
    abstract Object decode(byte[] payload, Type target, String contentType) throws Exception;

    private static String describe(IncomingMqttMetadata metadata, byte[] payload, String contentType) {
        String where = metadata == null ? "a payload"
                : "channel '" + metadata.getChannel() + "': the payload of a message on topic "
                        + SafeText.quote(metadata.getTopic());
        return where + " (" + payload.length + " bytes" + (contentType == null ? "" : ", " + SafeText.of(contentType)) + ")";
    }

    private static String reason(Throwable cause) {
        if (cause instanceof java.nio.charset.CharacterCodingException) {
            return "it is no UTF-8 text";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : SafeText.ofMessage(cause.getMessage());
    }
}
