package io.quarkiverse.mqttx.requester;

public record Question(int a, int b) {
}
