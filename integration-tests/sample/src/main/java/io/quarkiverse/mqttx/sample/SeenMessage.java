package io.quarkiverse.mqttx.sample;

import java.time.Instant;

/** A message of the playground as it arrived, for people to read. */
public record SeenMessage(String topic, String payload, int qos, boolean retain, Instant at) {
}
