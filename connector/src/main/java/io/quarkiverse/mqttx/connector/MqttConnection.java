package io.quarkiverse.mqttx.connector;

import io.quarkiverse.mqttx.client.ConnectionStatus;

/**
 * A connection of the application to a broker, at one moment.
 *
 * @param channel the first of the channels that share it, or the client that has it for itself
 */
public record MqttConnection(String channel, ConnectionStatus status) {
}
