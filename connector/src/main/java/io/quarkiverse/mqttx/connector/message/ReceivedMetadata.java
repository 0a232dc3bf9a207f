package io.quarkiverse.mqttx.connector.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** The metadata of a received PUBLISH, as a view: copies nothing, and looks nothing up before it is asked for. */
public record ReceivedMetadata(MessageOrigin origin, Publish packet, int deliveryAttempt,
        int brokerDeliveries) implements IncomingMqttMetadata.View {

    public ReceivedMetadata(MessageOrigin origin, Publish packet) {
        this(origin, packet, 1, 1);
    }

    @Override
    public String channel() {
        return origin.channel();
    }

    @Override
    public String topic() {
        return packet.topic();
    }

    @Override
    public Optional<String> getTopicVariable(String name) {
        TopicTemplate template = origin.topics().template(packet.topic());
        return template == null ? Optional.empty() : Optional.ofNullable(template.value(name, packet.topic()));
    }

    @Override
    public Map<String, String> getTopicVariables() {
        TopicTemplate template = origin.topics().template(packet.topic());
        return template == null ? Map.of() : template.values(packet.topic());
    }

    @Override
    public Optional<String> getTopicTemplate() {
        TopicTemplate template = origin.topics().template(packet.topic());
        return template == null ? Optional.empty() : Optional.of(template.text());
    }

    @Override
    public int qos() {
        return packet.qos();
    }

    @Override
    public boolean retain() {
        return packet.retain();
    }

    @Override
    public boolean duplicate() {
        return packet.duplicate();
    }

    @Override
    public int packetId() {
        return packet.packetId();
    }

    @Override
    public List<UserProperty> userProperties() {
        return allProperties().userProperties();
    }

    @Override
    public Optional<String> userProperty(String name) {
        return Optional.ofNullable(packet.properties().userProperty(name));
    }

    @Override
    public Optional<String> contentType() {
        String said = packet.properties().string(Property.CONTENT_TYPE);
        return Optional.ofNullable(said == null ? origin.contentType() : said);
    }

    @Override
    public Optional<String> responseTopic() {
        return Optional.ofNullable(packet.properties().string(Property.RESPONSE_TOPIC));
    }

    @Override
    public Optional<byte[]> correlationData() {
        return Optional.ofNullable(packet.properties().binary(Property.CORRELATION_DATA));
    }

    @Override
    public boolean utf8Payload() {
        return packet.properties().number(Property.PAYLOAD_FORMAT_INDICATOR, 0) == 1;
    }

    @Override
    public Optional<Duration> messageExpiry() {
        return packet.properties().has(Property.MESSAGE_EXPIRY_INTERVAL)
                ? Optional.of(Duration.ofSeconds(packet.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, 0)))
                : Optional.empty();
    }

    @Override
    public List<Integer> subscriptionIdentifiers() {
        Properties properties = allProperties();
        List<Integer> identifiers = new ArrayList<>();
        for (int i = 0; i < properties.size(); i++) {
            if (properties.name(i) == Property.SUBSCRIPTION_IDENTIFIER) {
                identifiers.add((Integer) properties.value(i));
            }
        }
        return identifiers;
    }

    /** All of them, unless they are too many to be read. */
    private Properties allProperties() {
        Properties properties = packet.properties();
        if (properties.size() > Properties.MAX_READ) {
            throw new IllegalStateException("channel '" + origin.channel() + "': a message on topic "
                    + SafeText.quote(packet.topic()) + " has " + properties.size() + " properties, and more than "
                    + Properties.MAX_READ + " are not read, because of the memory that they take; have its publisher send"
                    + " fewer");
        }
        return properties;
    }

    @Override
    public String toString() {
        return "IncomingMqttMetadata[channel=" + origin.channel() + ", " + packet + "]";
    }
}
