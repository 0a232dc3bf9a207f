package io.quarkiverse.mqttx.connector.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.connector.MqttConnectorOutgoingConfiguration;
import io.quarkiverse.mqttx.connector.config.model.ReplyAddressing;
import io.quarkiverse.mqttx.connector.config.model.RequestSettings;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;
import io.quarkiverse.mqttx.topic.TopicName;

/** How an outgoing channel that sends requests gets their replies. */
final class RequestReader {

    private static final Map<String, ReplyAddressing> ADDRESSING = EnumChoices.of(ReplyAddressing.values());

    private final MqttConnectorOutgoingConfiguration attributes;
    private final AttributeReader reader;
    private final BeanLookup beans;

    RequestReader(MqttConnectorOutgoingConfiguration attributes, AttributeReader reader, BeanLookup beans) {
        this.attributes = attributes;
        this.reader = reader;
        this.beans = beans;
    }

    RequestSettings read() {
        return new RequestSettings(topic(), reader.number("reply-qos", attributes.getReplyQos(), 0, 2),
                reader.choice("reply-addressing", attributes.getReplyAddressing(), ADDRESSING),
                Duration.ofSeconds(reader.number("reply-timeout-seconds", attributes.getReplyTimeoutSeconds(), 1,
                        AttributeReader.MAX_SECONDS)),
                reader.number("reply-max-pending", attributes.getReplyMaxPending(), 1, Integer.MAX_VALUE),
                bean("reply-correlation-id-handler", Optional.of(attributes.getReplyCorrelationIdHandler()),
                        CorrelationIdHandler.class, Set.of(MqttRequestReply.BYTES, MqttRequestReply.UUID)),
                bean("reply-failure-handler", attributes.getReplyFailureHandler(), ReplyFailureHandler.class,
                        Set.of(MqttRequestReply.USER_PROPERTY)));
    }

    private String topic() {
        String topic = reader.text("reply-topic", attributes.getReplyTopic());
        String problem = topic == null ? null : TopicName.problem(topic);
        if (problem != null) {
            reader.problem("reply-topic", problem);
        }
        reader.checkControls("reply-topic", "topic name", topic);
        return topic;
    }

    /** @param builtIn the identifiers that are always there */
    private String bean(String attribute, Optional<String> value, Class<?> type, Set<String> builtIn) {
        String identifier = reader.text(attribute, value);
        if (identifier != null && !builtIn.contains(identifier)) {
            Set<String> known = new TreeSet<>(beans.identifiers(type));
            known.addAll(builtIn);
            if (!known.contains(identifier)) {
                reader.problem(attribute, "use one of " + String.join(", ", known) + ", or add a bean of type "
                        + type.getSimpleName() + " with @Identifier(\"" + identifier + "\")");
            }
        }
        return identifier;
    }
}
