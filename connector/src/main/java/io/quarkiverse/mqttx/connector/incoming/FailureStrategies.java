package io.quarkiverse.mqttx.connector.incoming;

import java.util.List;
import java.util.function.Supplier;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.connection.RedeliveryReconnector;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;

/**
 * The failure strategies of a channel.
 *
 * @param factories in the order in which they are asked
 * @param outlet the connection over which they publish
 * @param renewal of the channel's own connection
 * @param sessionKept whether the broker keeps for the next process of the application what this one leaves to it
 */
public record FailureStrategies(List<MqttFailureHandler.Factory> factories, ReconnectingClient outlet,
        Supplier<RedeliveryReconnector> renewal, boolean sessionKept) {
}
