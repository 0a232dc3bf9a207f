package io.quarkiverse.mqttx.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.UserProperty;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/**
 * What MQTT says about a received message besides its payload: a thin view on the PUBLISH packet (MQTT-5.0 §3.3). The
 * properties are there with MQTT 5 only. Immutable, for any thread.
 */
public final class IncomingMqttMetadata implements TopicVariables {

    private final MessageOrigin origin;
    private final Publish packet;
    private final int attempt;
    private final int brokerDeliveries;

    IncomingMqttMetadata(MessageOrigin origin, Publish packet) {
        this(origin, packet, 1, 1);
    }

    IncomingMqttMetadata(MessageOrigin origin, Publish packet, int attempt, int brokerDeliveries) {
        this.origin = origin;
        this.packet = packet;
        this.attempt = attempt;
        this.brokerDeliveries = brokerDeliveries;
    }

    /**
     * For tests, in which no broker says it; see {@link Builder}. The connector makes its own.
     *
     * @param topic the topic of the message
     * @throws IllegalArgumentException if no message can have this topic
     */
    public static Builder builder(String topic) {
        return new Builder(topic);
    }

    /** The channel that received the message. */
    public String getChannel() {
        return origin.channel();
    }

    /** The topic the message was published to. */
    public String getTopic() {
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
    public Optional<TopicTemplate> getTopicTemplate() {
        return Optional.ofNullable(origin.topics().template(packet.topic()));
    }

    /** The QoS of this delivery: the lower of the publisher's and the subscription's. */
    public int getQos() {
        return packet.qos();
    }

    /**
     * Whether the broker had the message in store when the channel subscribed; with {@code retain-as-published} whether it was
     * published to be kept.
     */
    public boolean isRetain() {
        return packet.retain();
    }

    /** Whether the broker may have sent the message before. */
    public boolean isDuplicate() {
        return packet.duplicate();
    }

    /** The how many-th time the application gets it: 1, or more where the failure strategy {@code delayed-retry} repeats it. */
    public int getDeliveryAttempt() {
        return attempt;
    }

    /**
     * How often the broker has delivered it, as far as this process knows: 1, or more where the failure strategy
     * {@code redeliver} has left it to the broker before.
     */
    public int getBrokerDeliveries() {
        return brokerDeliveries;
    }

    /** 1 to 65535 at QoS 1 and 2, 0 at QoS 0. */
    public int getPacketId() {
        return packet.packetId();
    }

    /**
     * Names and values of the publisher's own, in its order; names may repeat (MQTT-5.0 §3.3.2.3.7).
     *
     * @throws IllegalStateException when the message has more than 1,000 properties; {@link #getUserProperty} finds each of
     *         them
     */
    public List<UserProperty> getUserProperties() {
        return getProperties().userProperties();
    }

    /** The value of the first user property of this name. */
    public Optional<String> getUserProperty(String name) {
        return Optional.ofNullable(packet.properties().userProperty(name));
    }

    /**
     * What the payload is, usually a MIME type (MQTT-5.0 §3.3.2.3.9). Where the message does not say it is what the channel's
     * attribute {@code content-type} assumes.
     */
    public Optional<String> getContentType() {
        String said = packet.properties().string(Property.CONTENT_TYPE);
        return Optional.ofNullable(said == null ? origin.contentType() : said);
    }

    /** Where an answer is expected (MQTT-5.0 §3.3.2.3.5). */
    public Optional<String> getResponseTopic() {
        return Optional.ofNullable(packet.properties().string(Property.RESPONSE_TOPIC));
    }

    /** What an answer must carry so that its receiver knows the question (MQTT-5.0 §3.3.2.3.6). Not to be written to. */
    public Optional<byte[]> getCorrelationData() {
        return Optional.ofNullable(packet.properties().binary(Property.CORRELATION_DATA));
    }

    /** Whether the publisher states that the payload is UTF-8 text (MQTT-5.0 §3.3.2.3.2). */
    public boolean isUtf8Payload() {
        return packet.properties().number(Property.PAYLOAD_FORMAT_INDICATOR, 0) == 1;
    }

    /**
     * How long the message was still to live when the broker sent it; empty when it does not expire (MQTT-5.0 §3.3.2.3.3).
     */
    public Optional<Duration> getMessageExpiry() {
        return packet.properties().has(Property.MESSAGE_EXPIRY_INTERVAL)
                ? Optional.of(Duration.ofSeconds(packet.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, 0)))
                : Optional.empty();
    }

    /**
     * The identifiers of the subscriptions for which the broker has sent this copy of the message, which the connection gives
     * them (MQTT-5.0 §3.3.2.3.8); empty when the broker does not offer that.
     */
    public List<Integer> getSubscriptionIdentifiers() {
        Properties properties = getProperties();
        List<Integer> identifiers = new ArrayList<>();
        for (int i = 0; i < properties.size(); i++) {
            if (properties.name(i) == Property.SUBSCRIPTION_IDENTIFIER) {
                identifiers.add((Integer) properties.value(i));
            }
        }
        return identifiers;
    }

    /**
     * All MQTT 5 properties of the message in the order of the wire.
     *
     * @throws IllegalStateException when there are more than 1,000, which would take too much memory
     */
    public Properties getProperties() {
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

    /**
     * Metadata as the connector would make it: of a message at QoS 0 without flags and properties unless said otherwise.
     * Every method refuses what no broker would send, with an {@link IllegalArgumentException}. Not for several threads.
     */
    public static final class Builder {

        private final String topic;
        /** Refuses the same, and says the same properties. */
        private final OutgoingMqttMetadata.Builder sent = OutgoingMqttMetadata.builder();
        private String channel = "test";
        private List<String> topics = List.of();
        private int qos;
        private boolean retain;
        private boolean duplicate;
        private int attempt = 1;
        private int brokerDeliveries = 1;

        private Builder(String topic) {
            this.topic = TopicName.of(topic).text();
        }

        /** The channel that has received the message; {@code test} unless set. */
        public Builder withChannel(String channel) {
            this.channel = channel;
            return this;
        }

        /** As in the attribute {@code topic}, such as <code>plant/{line}/temperature</code>: whence topic variables come. */
        public Builder withTopicTemplate(String template) {
            if (!TopicTemplate.of(template).filter().matches(topic)) {
                throw new IllegalArgumentException("the topic '" + topic + "' does not match '" + template + "'");
            }
            topics = List.of(template);
            return this;
        }

        public Builder withQos(int qos) {
            sent.withQos(qos);
            this.qos = qos;
            return this;
        }

        public Builder withRetain(boolean retain) {
            this.retain = retain;
            return this;
        }

        public Builder withDuplicate(boolean duplicate) {
            this.duplicate = duplicate;
            return this;
        }

        /** See {@link IncomingMqttMetadata#getDeliveryAttempt}. */
        public Builder withDeliveryAttempt(int attempt) {
            this.attempt = attempt;
            return this;
        }

        /** See {@link IncomingMqttMetadata#getBrokerDeliveries}. */
        public Builder withBrokerDeliveries(int deliveries) {
            this.brokerDeliveries = deliveries;
            return this;
        }

        /** One more; names may repeat. */
        public Builder withUserProperty(String name, String value) {
            sent.withUserProperty(name, value);
            return this;
        }

        public Builder withContentType(String contentType) {
            sent.withContentType(contentType);
            return this;
        }

        public Builder withResponseTopic(String responseTopic) {
            sent.withResponseTopic(responseTopic);
            return this;
        }

        /** Copied. */
        public Builder withCorrelationData(byte[] correlationData) {
            sent.withCorrelationData(correlationData);
            return this;
        }

        /** How long the message is still to live, in whole seconds. */
        public Builder withMessageExpiry(Duration expiry) {
            sent.withMessageExpiry(expiry);
            return this;
        }

        /** The publisher states that the payload is UTF-8 text. */
        public Builder withUtf8Payload() {
            sent.withUtf8Payload();
            return this;
        }

        public IncomingMqttMetadata build() {
            return new IncomingMqttMetadata(new MessageOrigin(channel, ChannelTopics.of(topics), null),
                    new Publish(topic, new byte[0], qos, retain, duplicate, qos == 0 ? 0 : 1, sent.build().getProperties()),
                    attempt, brokerDeliveries);
        }
    }
}
