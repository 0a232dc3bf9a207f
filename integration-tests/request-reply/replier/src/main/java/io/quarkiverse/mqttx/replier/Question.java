package io.quarkiverse.mqttx.replier;

public record Question(int a, int b) {
}
