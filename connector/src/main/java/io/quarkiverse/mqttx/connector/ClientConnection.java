package io.quarkiverse.mqttx.connector;

import java.time.Duration;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.IncomingSettings;
import io.quarkiverse.mqttx.connector.fault.MqttFailureHandler;

/**
 * What a client works with.
 *
 * @param connection may be shared with channels
 * @param incoming for what it receives; the topics are those of the channel, if it has one
 * @param disconnect how long it waits at a disconnection
 */
record ClientConnection(SharedConnection connection, IncomingSettings incoming, MqttFailureHandler.Factory failureStrategy,
        PublishFactory packets, Duration disconnect) {

    ReconnectingClient client() {
        return connection.client();
    }
}
