package io.quarkiverse.mqttx.connector.config.source;

import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;

/**
 * What was read of a channel when the application was built.
 *
 * @param connector the name of ours under which the channel has it
 * @param connection a number: the same for all channels that share a connection
 */
public record RecordedChannel<S>(String connector, int connection, ChannelSettings<S> settings) {
}
