package io.quarkiverse.mqttx.connector.fault;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.connector.IncomingMqttMessage;
import io.quarkiverse.mqttx.connector.IncomingMqttMetadata;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.UserProperty;
import io.quarkiverse.mqttx.topic.WireText;
import io.quarkiverse.mqttx.transport.Utf8;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What there is to say of a message that could not be processed.
 *
 * @param facts by name; see {@link DeadLetterProperties}
 */
record DeadLetter(IncomingMqttMessage message, Map<String, String> facts) {

    /** Longer texts of exceptions are cut, so that they do not make the packet too large for the broker. */
    private static final int LONGEST = 1_000;

    /** Of the message itself. What it says of topic alias, subscription and expiry was for its delivery. */
    private static final List<Property> KEPT = List.of(Property.PAYLOAD_FORMAT_INDICATOR, Property.CONTENT_TYPE,
            Property.RESPONSE_TOPIC, Property.CORRELATION_DATA);

    static DeadLetter of(IncomingMqttMessage message, Throwable reason) {
        IncomingMqttMetadata metadata = message.getMqttMetadata();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(DeadLetterProperties.CHANNEL, metadata.getChannel());
        facts.put(DeadLetterProperties.TOPIC, WireText.printable(metadata.getTopic()));
        facts.put(DeadLetterProperties.QOS, Integer.toString(metadata.getQos()));
        facts.put(DeadLetterProperties.RETAIN, Boolean.toString(metadata.isRetain()));
        facts.put(DeadLetterProperties.ATTEMPTS, Integer.toString(metadata.getDeliveryAttempt()));
        if (metadata.getBrokerDeliveries() > 1) {
            facts.put(DeadLetterProperties.BROKER_DELIVERIES, Integer.toString(metadata.getBrokerDeliveries()));
        }
        Throwable thrown = Causes.unwrapped(reason);
        Throwable cause = Causes.root(thrown);
        tell(thrown, facts, DeadLetterProperties.EXCEPTION_CLASS_NAME, DeadLetterProperties.REASON);
        if (cause != thrown) {
            tell(cause, facts, DeadLetterProperties.CAUSE_CLASS_NAME, DeadLetterProperties.CAUSE);
        }
        return new DeadLetter(message, facts);
    }

    private static void tell(Throwable failure, Map<String, String> facts, String className, String text) {
        facts.put(className, failure.getClass().getName());
        if (failure.getMessage() != null) {
            facts.put(text, printable(failure.getMessage()));
        }
    }

    /** What any packet can carry, and any receiver takes: some refuse control characters, as MQTT-5.0 §1.5.4 lets them. */
    private static String printable(String text) {
        return WireText.printable(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }

    /**
     * The properties of the packet.
     *
     * @param added by the application; they win over those of the message
     */
    Properties properties(Properties added, boolean asJson) {
        Properties.Builder properties = Properties.builder();
        for (int i = 0; i < added.size(); i++) {
            if (added.name(i) != Property.USER_PROPERTY) {
                properties.add(added.name(i), added.value(i));
            }
        }
        Properties own = message.getMqttMetadata().getProperties();
        if (asJson) {
            addUnlessThere(properties, Property.PAYLOAD_FORMAT_INDICATOR, 1);
            addUnlessThere(properties, Property.CONTENT_TYPE, "application/json");
        } else {
            for (int i = 0; i < own.size(); i++) {
                if (KEPT.contains(own.name(i))) {
                    addUnlessThere(properties, own.name(i),
                            own.value(i) instanceof String text ? WireText.printable(text) : own.value(i));
                }
            }
        }
        facts.forEach((name, value) -> properties.add(Property.USER_PROPERTY, new UserProperty(name, value)));
        added.userProperties().forEach(property -> properties.add(Property.USER_PROPERTY, property));
        if (!asJson) {
            own.userProperties().forEach(property -> properties.add(Property.USER_PROPERTY,
                    new UserProperty(WireText.printable(property.name()), WireText.printable(property.value()))));
        }
        return properties.build();
    }

    private static void addUnlessThere(Properties.Builder properties, Property property, Object value) {
        if (!properties.has(property)) {
            properties.add(property, value);
        }
    }

    /** The message and all there is to say of it, as an object; the guide names its fields. */
    byte[] json() {
        IncomingMqttMetadata metadata = message.getMqttMetadata();
        JsonObject json = new JsonObject()
                .put("channel", metadata.getChannel())
                .put("topic", metadata.getTopic())
                .put("qos", metadata.getQos())
                .put("retain", metadata.isRetain())
                .put("attempts", metadata.getDeliveryAttempt())
                .put("brokerDeliveries", metadata.getBrokerDeliveries())
                .put("exception", failure(DeadLetterProperties.EXCEPTION_CLASS_NAME, DeadLetterProperties.REASON));
        if (facts.containsKey(DeadLetterProperties.CAUSE_CLASS_NAME)) {
            json.put("cause", failure(DeadLetterProperties.CAUSE_CLASS_NAME, DeadLetterProperties.CAUSE));
        }
        metadata.getContentType().ifPresent(type -> json.put("contentType", type));
        metadata.getResponseTopic().ifPresent(topic -> json.put("responseTopic", topic));
        metadata.getCorrelationData().ifPresent(data -> json.put("correlationData", base64(data)));
        if (!metadata.getUserProperties().isEmpty()) {
            JsonArray properties = new JsonArray();
            metadata.getUserProperties().forEach(property -> properties
                    .add(new JsonObject().put("name", property.name()).put("value", property.value())));
            json.put("userProperties", properties);
        }
        byte[] payload = message.getPayload();
        boolean text = Utf8.isWellFormed(payload);
        json.put("encoding", text ? "text" : "base64").put("payload",
                text ? new String(payload, StandardCharsets.UTF_8) : base64(payload));
        return json.encode().getBytes(StandardCharsets.UTF_8);
    }

    private JsonObject failure(String className, String text) {
        JsonObject failure = new JsonObject().put("class", facts.get(className));
        return facts.containsKey(text) ? failure.put("message", facts.get(text)) : failure;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
