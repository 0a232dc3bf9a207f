package io.quarkiverse.mqttx.connector.config;

/**
 * A channel, as configured and checked.
 *
 * @param settings what makes up the channel: {@link IncomingSettings} or {@link OutgoingSettings}
 * @param connection what it wants of its connection
 * @param lifecycle the bounds of its start and stop
 */
public record ChannelConfiguration<S>(S settings, ConnectionConfiguration connection, Lifecycle lifecycle) {

    public String channel() {
        return connection.channel();
    }
}
