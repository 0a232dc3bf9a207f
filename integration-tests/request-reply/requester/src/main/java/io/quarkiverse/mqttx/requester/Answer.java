package io.quarkiverse.mqttx.requester;

public record Answer(int sum) {
}
