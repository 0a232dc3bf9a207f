package io.quarkiverse.mqttx.topic;

/** A topic filter of a subscription (MQTT-5.0 §4.7). */
public final class TopicFilter {
}
