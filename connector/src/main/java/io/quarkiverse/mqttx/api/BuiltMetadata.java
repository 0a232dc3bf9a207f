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
        int attempt, int brokerDeliveries, OutgoingMqttMetadata sent) implements IncomingMqttMetadata.View {

    @Override
    public String getChannel() {
        return channel;
    }

    @Override
    public String getTopic() {
        return topic;
    }

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
    public int getQos() {
        return qos;
    }

    @Override
    public boolean isRetain() {
        return retain;
    }

    @Override
    public boolean isDuplicate() {
        return duplicate;
    }

    @Override
    public int getDeliveryAttempt() {
        return attempt;
    }

    @Override
    public int getBrokerDeliveries() {
        return brokerDeliveries;
    }

    @Override
    public int getPacketId() {
        return qos == 0 ? 0 : 1;
    }

    @Override
    public List<UserProperty> getUserProperties() {
        return sent.getUserProperties();
    }

    @Override
    public Optional<String> getUserProperty(String name) {
        return getUserProperties().stream().filter(property -> property.name().equals(name)).map(UserProperty::value)
                .findFirst();
    }

    @Override
    public Optional<String> getContentType() {
        return sent.getContentType();
    }

    @Override
    public Optional<String> getResponseTopic() {
        return sent.getResponseTopic();
    }

    @Override
    public Optional<byte[]> getCorrelationData() {
        return sent.getCorrelationData();
    }

    @Override
    public boolean isUtf8Payload() {
        return sent.isUtf8Payload();
    }

    @Override
    public Optional<Duration> getMessageExpiry() {
        return sent.getMessageExpiry();
    }

    @Override
    public List<Integer> getSubscriptionIdentifiers() {
        return List.of();
    }

    @Override
    public String toString() {
        return "IncomingMqttMetadata[channel=" + channel + ", topic=" + SafeText.of(topic) + ", qos=" + qos + "]";
    }
}
