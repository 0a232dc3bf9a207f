package io.quarkiverse.mqttx.replier;

public record Answer(int sum) {
}
