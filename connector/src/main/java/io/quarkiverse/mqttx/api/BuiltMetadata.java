package io.quarkiverse.mqttx.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/**
 * Metadata that no broker has sent, see {@link IncomingMqttMetadata#builder}.
 *
 * @param template by which the message came, {@code null} for one without variables
 * @param sent what the publisher has said
 */
record BuiltMetadata(String channel, String topic, TopicTemplate template, int qos, boolean retain, boolean duplicate,
        int deliveryAttempt, int brokerDeliveries, OutgoingMqttMetadata sent) implements IncomingMqttMetadata.View {

    @Override
    public Optional<String> getTopicVariable(String name) {
        return template == null ? Optional.empty() : Optional.ofNullable(template.value(name, topic));
    }

    @Override
    public Map<String, String> getTopicVariables() {
        return template == null ? Map.of() : template.values(topic);
    }

    @Override
    public Optional<String> getTopicTemplate() {
        return template == null ? Optional.empty() : Optional.of(template.text());
    }

    @Override
    public int packetId() {
        return qos == 0 ? 0 : 1;
    }

    @Override
    public List<UserProperty> userProperties() {
        return sent.getUserProperties();
    }

    @Override
    public Optional<String> userProperty(String name) {
        return userProperties().stream().filter(property -> property.name().equals(name)).map(UserProperty::value)
                .findFirst();
    }

    @Override
    public Optional<String> contentType() {
        return sent.getContentType();
    }

    @Override
    public Optional<String> responseTopic() {
        return sent.getResponseTopic();
    }

    @Override
    public Optional<byte[]> correlationData() {
        return sent.getCorrelationData();
    }

    @Override
    public boolean utf8Payload() {
        return sent.isUtf8Payload();
    }

    @Override
    public Optional<Duration> messageExpiry() {
        return sent.getMessageExpiry();
    }

    @Override
    public List<Integer> subscriptionIdentifiers() {
        return List.of();
    }

    @Override
    public String toString() {
        return "IncomingMqttMetadata[channel=" + channel + ", topic=" + SafeText.of(topic) + ", qos=" + qos + "]";
    }
}
