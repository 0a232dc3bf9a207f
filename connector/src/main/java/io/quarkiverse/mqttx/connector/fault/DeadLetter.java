package io.quarkiverse.mqttx.connector.fault;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterFormat;
import io.quarkiverse.mqttx.connector.support.Causes;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.transport.Utf8Validator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The facts about a message that could not be processed, for its dead letter.
 *
 * @param facts by name; see {@link DeadLetterProperties}
 * @param factsAsProperties whether the packet's user properties say them; an object has them in its payload, too
 */
record DeadLetter(IncomingMqttMessage message, DeadLetterFormat format, Map<String, String> facts, boolean factsAsProperties) {

    /** Longer texts of exceptions are cut. */
    private static final int LONGEST = 1_000;
    /** Where the broker takes only small packets. */
    private static final int SHORT = 100;
    /** What is left out where the broker takes only small packets, in this order. */
    private static final List<String> DISPENSABLE = List.of(DeadLetterProperties.CAUSE, DeadLetterProperties.CAUSE_CLASS_NAME,
            DeadLetterProperties.QOS, DeadLetterProperties.RETAIN, DeadLetterProperties.BROKER_DELIVERIES,
            DeadLetterProperties.ATTEMPTS, DeadLetterProperties.REASON, DeadLetterProperties.CHANNEL,
            DeadLetterProperties.EXCEPTION_CLASS_NAME, DeadLetterProperties.SHORTENED, DeadLetterProperties.TOPIC);

    static DeadLetter of(IncomingMqttMessage message, Throwable reason, DeadLetterFormat format) {
        IncomingMqttMetadata metadata = message.getMqttMetadata();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(DeadLetterProperties.CHANNEL, metadata.getChannel());
        facts.put(DeadLetterProperties.TOPIC, printable(metadata.getTopic()));
        facts.put(DeadLetterProperties.QOS, Integer.toString(metadata.getQos()));
        facts.put(DeadLetterProperties.RETAIN, Boolean.toString(metadata.isRetain()));
        facts.put(DeadLetterProperties.ATTEMPTS, Integer.toString(metadata.getDeliveryAttempt()));
        if (metadata.getBrokerDeliveries() > 1) {
            facts.put(DeadLetterProperties.BROKER_DELIVERIES, Integer.toString(metadata.getBrokerDeliveries()));
        }
        Throwable thrown = Causes.unwrapped(reason);
        Throwable cause = SafeText.rootCause(thrown);
        tell(thrown, facts, DeadLetterProperties.EXCEPTION_CLASS_NAME, DeadLetterProperties.REASON);
        if (cause != thrown) {
            tell(cause, facts, DeadLetterProperties.CAUSE_CLASS_NAME, DeadLetterProperties.CAUSE);
        }
        return new DeadLetter(message, format, facts, true);
    }

    private static void tell(Throwable failure, Map<String, String> facts, String className, String text) {
        facts.put(className, failure.getClass().getName());
        if (failure.getMessage() != null) {
            facts.put(text, printable(cut(failure.getMessage(), LONGEST)));
        }
    }

    /** Not between the halves of a character. */
    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length) + "…";
    }

    /** What any packet can carry, and any receiver takes: MQTT-5.0 §1.5.4 lets them refuse some characters. */
    private static String printable(String text) {
        String printable = MqttString.printable(text);
        return MqttString.encodedLength(printable) <= MqttString.MAX_BYTES ? printable : cut(printable, LONGEST);
    }

    /** The same with less to say, the least important first; {@code null} when there is nothing left to leave out. */
    DeadLetter shorter() {
        if (format == DeadLetterFormat.JSON && factsAsProperties) {
            return new DeadLetter(message, format, facts, false);
        }
        Map<String, String> fewer = new LinkedHashMap<>(facts);
        fewer.computeIfPresent(DeadLetterProperties.REASON, (name, text) -> cut(text, SHORT));
        fewer.computeIfPresent(DeadLetterProperties.CAUSE, (name, text) -> cut(text, SHORT));
        if (fewer.equals(facts)) {
            String dispensable = DISPENSABLE.stream().filter(facts::containsKey).findFirst().orElse(null);
            if (dispensable == null) {
                return null;
            }
            fewer.remove(dispensable);
        }
        if (fewer.containsKey(DeadLetterProperties.EXCEPTION_CLASS_NAME)) { // else there is no room to say so
            fewer.put(DeadLetterProperties.SHORTENED, "true");
        }
        return new DeadLetter(message, format, fewer, factsAsProperties);
    }

    byte[] payload() {
        return format == DeadLetterFormat.JSON ? json() : message.getPayload();
    }

    /**
     * With the properties of the packet.
     *
     * @param added by the application, or {@code null}; it wins over the message
     */
    OutgoingMqttMetadata metadata(OutgoingMqttMetadata.Builder letter, OutgoingMqttMetadata added) {
        IncomingMqttMetadata own = message.getMqttMetadata();
        boolean json = format == DeadLetterFormat.JSON;
        if (json || own.isUtf8Payload() || added != null && added.isUtf8Payload()) {
            letter.withUtf8Payload();
        }
        said(added, OutgoingMqttMetadata::getContentType)
                .or(() -> json ? Optional.of("application/json") : own.getContentType().map(DeadLetter::printable))
                .ifPresent(letter::withContentType);
        said(added, OutgoingMqttMetadata::getResponseTopic)
                .or(() -> json ? Optional.empty() : ownResponseTopic())
                .ifPresent(letter::withResponseTopic);
        said(added, OutgoingMqttMetadata::getCorrelationData)
                .or(() -> json ? Optional.empty() : own.getCorrelationData())
                .ifPresent(letter::withCorrelationData);
        // that of the message was for its delivery
        said(added, OutgoingMqttMetadata::getMessageExpiry).ifPresent(letter::withMessageExpiry);
        if (factsAsProperties) {
            facts.forEach(letter::withUserProperty);
        }
        if (added != null) {
            added.getUserProperties().forEach(property -> letter.withUserProperty(property.name(), property.value()));
        }
        if (!json) {
            ownUserProperties().forEach(
                    property -> letter.withUserProperty(printable(property.name()), printable(property.value())));
        }
        return letter.build();
    }

    private static <T> Optional<T> said(OutgoingMqttMetadata metadata, Function<OutgoingMqttMetadata, Optional<T>> what) {
        return metadata == null ? Optional.empty() : what.apply(metadata);
    }

    /** None where nobody can publish to it [MQTT-3.3.2-14], which must not cost the message itself either. */
    private Optional<String> ownResponseTopic() {
        return message.getMqttMetadata().getResponseTopic().map(DeadLetter::printable)
                .filter(topic -> TopicName.problem(topic) == null);
    }

    /** Those of the message; none where they are too many to be read, which must not cost the message itself. */
    private List<UserProperty> ownUserProperties() {
        try {
            return message.getMqttMetadata().getUserProperties();
        } catch (IllegalStateException tooMany) {
            return List.of();
        }
    }

    /** The message and all there is to say of it, as an object; the guide names its fields. */
    private byte[] json() {
        IncomingMqttMetadata metadata = message.getMqttMetadata();
        JsonObject json = new JsonObject();
        putIf(DeadLetterProperties.CHANNEL, json, "channel", metadata.getChannel());
        putIf(DeadLetterProperties.TOPIC, json, "topic", metadata.getTopic());
        putIf(DeadLetterProperties.QOS, json, "qos", metadata.getQos());
        putIf(DeadLetterProperties.RETAIN, json, "retain", metadata.isRetain());
        if (facts.containsKey(DeadLetterProperties.ATTEMPTS)) {
            json.put("attempts", metadata.getDeliveryAttempt()).put("brokerDeliveries", metadata.getBrokerDeliveries());
        }
        putIf(DeadLetterProperties.EXCEPTION_CLASS_NAME, json, "exception",
                failure(DeadLetterProperties.EXCEPTION_CLASS_NAME, DeadLetterProperties.REASON));
        putIf(DeadLetterProperties.CAUSE_CLASS_NAME, json, "cause",
                failure(DeadLetterProperties.CAUSE_CLASS_NAME, DeadLetterProperties.CAUSE));
        putIf(DeadLetterProperties.SHORTENED, json, "shortened", true);
        metadata.getContentType().ifPresent(type -> json.put("contentType", type));
        metadata.getResponseTopic().ifPresent(topic -> json.put("responseTopic", topic));
        metadata.getCorrelationData().ifPresent(data -> json.put("correlationData", base64(data)));
        List<UserProperty> own = ownUserProperties();
        if (!own.isEmpty()) {
            JsonArray properties = new JsonArray();
            own.forEach(property -> properties
                    .add(new JsonObject().put("name", property.name()).put("value", property.value())));
            json.put("userProperties", properties);
        }
        byte[] payload = message.getPayload();
        boolean text = Utf8Validator.isWellFormed(payload);
        json.put("encoding", text ? "text" : "base64").put("payload",
                text ? new String(payload, StandardCharsets.UTF_8) : base64(payload));
        return json.encode().getBytes(StandardCharsets.UTF_8);
    }

    private void putIf(String fact, JsonObject json, String field, Object value) {
        if (facts.containsKey(fact)) {
            json.put(field, value);
        }
    }

    private JsonObject failure(String className, String text) {
        JsonObject failure = new JsonObject().put("class", facts.get(className));
        return facts.containsKey(text) ? failure.put("message", facts.get(text)) : failure;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
