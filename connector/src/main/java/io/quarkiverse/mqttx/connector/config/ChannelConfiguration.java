package io.quarkiverse.mqttx.connector.config;

import io.quarkiverse.mqttx.client.TraceLevel;

/**
 * A channel, as configured and checked.
 *
 * @param settings what makes up the channel: {@link IncomingSettings} or {@link OutgoingSettings}
 * @param connection what it wants of its connection
 * @param trace how much of the packets of its connection is logged at least
 * @param lifecycle the bounds of its start and stop
 */
public record ChannelConfiguration<S>(S settings, ConnectionConfiguration connection, TraceLevel trace,
        Lifecycle lifecycle) {

    public String channel() {
        return connection.channel();
    }
}
