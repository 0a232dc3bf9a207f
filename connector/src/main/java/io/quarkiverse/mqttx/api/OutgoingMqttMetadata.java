package io.quarkiverse.mqttx.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.WireLimits;

/**
 * Says how one message is published. What it leaves open comes from the channel's attributes {@code topic}, {@code qos},
 * {@code retain}, {@code message-expiry-seconds} and {@code user-properties}. The properties reach the broker with MQTT 5 only.
 * Immutable, for any thread.
 */
public final class OutgoingMqttMetadata {

    private final String topic;
    private final Map<String, String> topicVariables;
    private final Integer qos;
    private final Boolean retain;
    private final List<UserProperty> userProperties;
    private final String contentType;
    private final String responseTopic;
    private final byte[] correlationData;
    private final Duration messageExpiry;
    private final boolean utf8Payload;

    private OutgoingMqttMetadata(Builder builder) {
        this.topic = builder.topic;
        this.topicVariables = Map.copyOf(builder.topicVariables);
        this.qos = builder.qos;
        this.retain = builder.retain;
        this.userProperties = List.copyOf(builder.userProperties);
        this.contentType = builder.contentType;
        this.responseTopic = builder.responseTopic;
        this.correlationData = builder.correlationData;
        this.messageExpiry = builder.messageExpiry;
        this.utf8Payload = builder.utf8Payload;
    }

    /** Publishes to this topic, with the channel's QoS and retain flag. */
    public static OutgoingMqttMetadata of(String topic) {
        return builder().withTopic(topic).build();
    }

    /** Publishes to this topic at this QoS, with the channel's retain flag. */
    public static OutgoingMqttMetadata of(String topic, int qos) {
        return builder().withTopic(topic).withQos(qos).build();
    }

    /** Publishes to this topic at this QoS, retained or not. */
    public static OutgoingMqttMetadata of(String topic, int qos, boolean retain) {
        return builder().withTopic(topic).withQos(qos).withRetain(retain).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The topic, or {@code null} for the channel's. */
    public String getTopic() {
        return topic;
    }

    /** The values of variables in the channel's topic, by name; without effect when there is a topic here. */
    public Map<String, String> getTopicVariables() {
        return topicVariables;
    }

    /** 0 to 2, or {@code null} for the channel's. */
    public Integer getQos() {
        return qos;
    }

    /** Whether the broker keeps the message for later subscribers, or {@code null} for the channel's setting. */
    public Boolean getRetain() {
        return retain;
    }

    /** Names and values of your own, in their order; names may repeat. */
    public List<UserProperty> getUserProperties() {
        return userProperties;
    }

    /** What the payload is, usually a MIME type. */
    public Optional<String> getContentType() {
        return Optional.ofNullable(contentType);
    }

    /** Where an answer is expected. */
    public Optional<String> getResponseTopic() {
        return Optional.ofNullable(responseTopic);
    }

    /** What an answer must carry; not a copy. */
    public Optional<byte[]> getCorrelationData() {
        return Optional.ofNullable(correlationData);
    }

    /** How long the broker keeps the message for a subscriber that is away. */
    public Optional<Duration> getMessageExpiry() {
        return Optional.ofNullable(messageExpiry);
    }

    /** Whether it is stated that the payload is UTF-8 text. */
    public boolean isUtf8Payload() {
        return utf8Payload;
    }

    /** Whether nothing is said here that only MQTT 5 can carry. */
    public boolean isWithoutProperties() {
        return contentType == null && responseTopic == null && correlationData == null && messageExpiry == null && !utf8Payload
                && userProperties.isEmpty();
    }

    @Override
    public String toString() {
        return "OutgoingMqttMetadata[topic=" + topic + ", topicVariables=" + topicVariables + ", qos=" + qos + ", retain="
                + retain + ", contentType=" + contentType + ", responseTopic=" + responseTopic + ", correlationData="
                + (correlationData == null ? null : correlationData.length + " bytes") + ", messageExpiry=" + messageExpiry
                + ", utf8Payload=" + utf8Payload + ", userProperties=" + userProperties + "]";
    }

    /** Collects the settings of one message; every method refuses what no broker would take. */
    public static final class Builder {

        private String topic;
        private Map<String, String> topicVariables = Map.of();
        private Integer qos;
        private Boolean retain;
        private final List<UserProperty> userProperties = new ArrayList<>();
        private String contentType;
        private String responseTopic;
        private byte[] correlationData;
        private Duration messageExpiry;
        private boolean utf8Payload;

        private Builder() {
        }

        /** The topic to publish to. It is checked when the message is sent; {@code null} for the channel's. */
        public Builder withTopic(String topic) {
            this.topic = topic;
            return this;
        }

        /**
         * The value of a variable in the channel's topic: {@code withTopicVariable("line", "7")} for
         * <code>topic=plant/{line}/setpoint</code>. Whether it fits is checked when the message is sent.
         *
         * @throws IllegalArgumentException if the value is {@code null}
         */
        public Builder withTopicVariable(String name, String value) {
            if (value == null) {
                throw new IllegalArgumentException(
                        "the topic variable '" + name + "' has no value (null); leave it out, so that"
                                + " the received message or the payload gives it, or give it one");
            }
            if (topicVariables.isEmpty()) {
                topicVariables = new HashMap<>();
            }
            topicVariables.put(name, value);
            return this;
        }

        /** @throws IllegalArgumentException unless 0, 1 or 2 */
        public Builder withQos(int qos) {
            if (qos < 0 || qos > 2) {
                throw new IllegalArgumentException("there is no QoS " + qos + " in MQTT; use 0, 1 or 2");
            }
            this.qos = qos;
            return this;
        }

        public Builder withRetain(boolean retain) {
            this.retain = retain;
            return this;
        }

        /** Adds a name and a value of your own; names may repeat (MQTT-5.0 §3.3.2.3.7). */
        public Builder withUserProperty(String name, String value) {
            userProperties.add(
                    new UserProperty(text("name of a user property", name), text("user property '" + name + "'", value)));
            return this;
        }

        /** What the payload is, usually a MIME type (MQTT-5.0 §3.3.2.3.9). */
        public Builder withContentType(String contentType) {
            once("content type", this.contentType);
            this.contentType = text("content type", contentType);
            return this;
        }

        /** Where an answer is expected (MQTT-5.0 §3.3.2.3.5). */
        public Builder withResponseTopic(String responseTopic) {
            String problem = TopicName.problem(responseTopic);
            if (problem != null) {
                throw new IllegalArgumentException("response topic: " + problem);
            }
            once("response topic", this.responseTopic);
            this.responseTopic = responseTopic;
            return this;
        }

        /** What an answer must carry (MQTT-5.0 §3.3.2.3.6); at most 65535 bytes, copied. */
        public Builder withCorrelationData(byte[] correlationData) {
            if (correlationData.length > MqttString.MAX_BYTES) {
                throw new IllegalArgumentException(
                        "the correlation data has " + correlationData.length + " bytes; MQTT takes at most "
                                + MqttString.MAX_BYTES);
            }
            once("correlation data", this.correlationData);
            this.correlationData = correlationData.clone();
            return this;
        }

        /** How long the broker keeps the message for a subscriber that is away, in whole seconds (MQTT-5.0 §3.3.2.3.3). */
        public Builder withMessageExpiry(Duration expiry) {
            long seconds = expiry.toSeconds();
            if (expiry.isNegative() || seconds > WireLimits.MAX_FOUR_BYTES) {
                throw new IllegalArgumentException(
                        "the message expiry " + expiry + " is out of range; MQTT takes 0 to " + WireLimits.MAX_FOUR_BYTES
                                + " seconds");
            }
            once("message expiry", messageExpiry);
            messageExpiry = Duration.ofSeconds(seconds);
            return this;
        }

        /** States that the payload is UTF-8 text, which receivers may check (MQTT-5.0 §3.3.2.3.2). */
        public Builder withUtf8Payload() {
            utf8Payload = true;
            return this;
        }

        public OutgoingMqttMetadata build() {
            return new OutgoingMqttMetadata(this);
        }

        private static void once(String name, Object before) {
            if (before != null) {
                throw new IllegalArgumentException("the " + name + " is set twice; a message has one");
            }
        }

        private static String text(String name, String value) {
            String problem = value != null && value.isEmpty() ? null : MqttString.problem(name, value);
            if (problem != null) {
                throw new IllegalArgumentException(problem);
            }
            return value;
        }
    }
}
