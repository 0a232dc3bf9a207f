package io.quarkiverse.mqttx.jsonb;

public record Envelope<T>(String id, T content) {
}
