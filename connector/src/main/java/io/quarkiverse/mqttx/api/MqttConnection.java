package io.quarkiverse.mqttx.api;

import java.util.List;

/**
 * A connection of the application to a broker, at one moment.
 *
 * @param channel the first of the channels that share it, or the client that has it for itself
 * @param status with what was negotiated, while there is a connection
 * @param conflicts what of the channels' configuration the broker did not do at the last connection; usually empty
 */
public record MqttConnection(String channel, ConnectionStatus status, List<String> conflicts) {
}
