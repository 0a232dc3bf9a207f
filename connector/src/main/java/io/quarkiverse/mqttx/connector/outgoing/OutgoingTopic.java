package io.quarkiverse.mqttx.connector.outgoing;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/**
 * Computes the topic of outgoing messages. Variables are filled from the first that has them: the message's {@link
 * OutgoingMqttMetadata}, the topic it was received by, its payload.
 */
final class OutgoingTopic {

    private final String channel;
    private final TopicTemplate template;
    /** The topic of a template without variables; {@code null} also when every message names its own. */
    private final String fixed;
    private final PayloadProperties properties;

    /** @param configured the attribute {@code topic}, {@code null} when every message names its own */
    OutgoingTopic(String channel, String configured) {
        TopicTemplate parsed = configured == null ? null : TopicTemplate.of(configured);
        this.channel = channel;
        this.template = parsed != null && parsed.hasVariables() ? parsed : null;
        this.fixed = parsed == null || parsed.hasVariables() ? null : parsed.fill(name -> null);
        this.properties = template == null ? null : new PayloadProperties(template.names());
    }

    /**
     * The topic of a message, not checked by the rules for topics; {@code null} when neither the message nor the channel names
     * one.
     *
     * @param metadata the message's, or {@code null}
     * @throws IllegalArgumentException when a variable is left without a value, or has one that does not fit
     */
    String of(Message<?> message, OutgoingMqttMetadata metadata) {
        if (metadata != null && metadata.getTopic() != null) {
            return metadata.getTopic();
        }
        return template == null ? fixed : fill(message, metadata);
    }

    private String fill(Message<?> message, OutgoingMqttMetadata metadata) {
        IncomingMqttMetadata received = message.getMetadata().get(IncomingMqttMetadata.class).orElse(null);
        try {
            return template.fill(name -> value(name, metadata, received, message.getPayload()));
        } catch (IllegalArgumentException problem) {
            throw new IllegalArgumentException("channel '" + channel + "': " + problem.getMessage(), problem.getCause());
        }
    }

    private String value(String name, OutgoingMqttMetadata metadata, IncomingMqttMetadata received, Object payload) {
        String value = metadata == null ? null : metadata.getTopicVariables().get(name);
        if (value == null && received != null) {
            value = received.getTopicVariable(name).orElse(null);
        }
        if (value == null && payload != null) {
            value = properties.text(name, payload);
        }
        if (value == null) {
            throw new IllegalArgumentException("no value for {" + name + "} in the topic '" + template + "'; give the message"
                    + " OutgoingMqttMetadata with withTopicVariable(\"" + name + "\", …), or its payload"
                    + (payload == null ? "" : " of " + payload.getClass()) + " a property '" + name
                    + "', or name a level of the topic by which it is received {" + name + "}");
        }
        return value;
    }
}
