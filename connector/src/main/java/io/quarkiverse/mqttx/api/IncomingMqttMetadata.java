package io.quarkiverse.mqttx.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/**
 * The metadata of a received message: topic, QoS, flags and, with MQTT 5, its properties (MQTT-5.0 §3.3). Immutable,
 * for any thread.
 */
public final class IncomingMqttMetadata implements TopicVariables {

    private final View view;

    /** For who receives messages; an application gets its metadata with them, and a test makes some with {@link #builder}. */
    public IncomingMqttMetadata(View view) {
        this.view = view;
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
        return view.channel();
    }

    /** The topic the message was published to. */
    public String getTopic() {
        return view.topic();
    }

    /** The QoS of this delivery: the lower of the publisher's and the subscription's. */
    public int getQos() {
        return view.qos();
    }

    /**
     * Whether the broker had the message in store when the channel subscribed; with {@code retain-as-published} whether it was
     * published to be kept.
     */
    public boolean isRetain() {
        return view.retain();
    }

    /** Whether the broker may have sent the message before. */
    public boolean isDuplicate() {
        return view.duplicate();
    }

    /** The how many-th time the application gets it: 1, or more where the failure strategy {@code delayed-retry} repeats it. */
    public int getDeliveryAttempt() {
        return view.deliveryAttempt();
    }

    /**
     * How often the broker has delivered it, as far as this process knows: 1, or more where the failure strategy
     * {@code redeliver} has left it to the broker before.
     */
    public int getBrokerDeliveries() {
        return view.brokerDeliveries();
    }

    /** 1 to 65535 at QoS 1 and 2, 0 at QoS 0. */
    public int getPacketId() {
        return view.packetId();
    }

    /**
     * Names and values of the publisher's own, in its order; names may repeat (MQTT-5.0 §3.3.2.3.7).
     *
     * @throws IllegalStateException when the message has more than 1,000 properties; {@link #getUserProperty} finds each of
     *         them
     */
    public List<UserProperty> getUserProperties() {
        return view.userProperties();
    }

    /** The value of the first user property of this name. */
    public Optional<String> getUserProperty(String name) {
        return view.userProperty(name);
    }

    /**
     * What the payload is, usually a MIME type (MQTT-5.0 §3.3.2.3.9). Where the message does not say it is what the channel's
     * attribute {@code content-type} assumes.
     */
    public Optional<String> getContentType() {
        return view.contentType();
    }

    /** Where an answer is expected (MQTT-5.0 §3.3.2.3.5). */
    public Optional<String> getResponseTopic() {
        return view.responseTopic();
    }

    /** What an answer must carry so that its receiver knows the question (MQTT-5.0 §3.3.2.3.6). Not to be written to. */
    public Optional<byte[]> getCorrelationData() {
        return view.correlationData();
    }

    /** Whether the publisher states that the payload is UTF-8 text (MQTT-5.0 §3.3.2.3.2). */
    public boolean isUtf8Payload() {
        return view.utf8Payload();
    }

    /**
     * How long the message was still to live when the broker sent it; empty when it does not expire (MQTT-5.0 §3.3.2.3.3).
     */
    public Optional<Duration> getMessageExpiry() {
        return view.messageExpiry();
    }

    /**
     * The identifiers of the subscriptions for which the broker has sent this copy of the message, which the connection gives
     * them (MQTT-5.0 §3.3.2.3.8); empty when the broker does not offer that.
     */
    public List<Integer> getSubscriptionIdentifiers() {
        return view.subscriptionIdentifiers();
    }

    @Override
    public Optional<String> getTopicVariable(String name) {
        return view.getTopicVariable(name);
    }

    @Override
    public Map<String, String> getTopicVariables() {
        return view.getTopicVariables();
    }

    @Override
    public Optional<String> getTopicTemplate() {
        return view.getTopicTemplate();
    }

    @Override
    public String toString() {
        return view.toString();
    }

    /**
     * Where the metadata of one message come from; the getters that are named after its methods say what they mean. Reactive
     * Messaging finds metadata by their exact class, so this is apart from it.
     */
    public interface View extends TopicVariables {

        String channel();

        String topic();

        int qos();

        boolean retain();

        boolean duplicate();

        int deliveryAttempt();

        int brokerDeliveries();

        int packetId();

        List<UserProperty> userProperties();

        Optional<String> userProperty(String name);

        Optional<String> contentType();

        Optional<String> responseTopic();

        Optional<byte[]> correlationData();

        boolean utf8Payload();

        Optional<Duration> messageExpiry();

        List<Integer> subscriptionIdentifiers();
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
        private TopicTemplate template;
        private int qos;
        private boolean retain;
        private boolean duplicate;
        private int attempt = 1;
        private int brokerDeliveries = 1;

        private Builder(String topic) {
            this.topic = new TopicName(topic).text();
        }

        /** The channel that has received the message; {@code test} unless set. */
        public Builder withChannel(String channel) {
            this.channel = channel;
            return this;
        }

        /** As in the attribute {@code topic}, such as <code>plant/{line}/temperature</code>: whence topic variables come. */
        public Builder withTopicTemplate(String template) {
            TopicTemplate parsed = TopicTemplate.of(template);
            if (!parsed.filter().matches(topic)) {
                throw new IllegalArgumentException("the topic '" + topic + "' does not match '" + template + "'");
            }
            this.template = parsed.hasVariables() ? parsed : null;
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
            return new IncomingMqttMetadata(new BuiltMetadata(channel, topic, template, qos, retain, duplicate, attempt,
                    brokerDeliveries, sent.build()));
        }
    }
}
