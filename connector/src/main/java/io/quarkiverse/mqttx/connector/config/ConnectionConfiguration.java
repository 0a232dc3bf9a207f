package io.quarkiverse.mqttx.connector.config;

import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.model.ConnectionSettings;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;

/**
 * What one channel wants of its connection, as configured and checked. Channels that want the same share a connection.
 *
 * @param config the attributes of the channel that wants it
 */
public record ConnectionConfiguration(ChannelAttributes config, ConnectionSettings settings) {

    /** The channel that wants it. */
    public String channel() {
        return config.channel();
    }

    /** Whether it is that of a client without a channel, which shares it with nobody unless they name the same client id. */
    public boolean isOfClient() {
        return config.isClient();
    }

    /** Whether the user has set an attribute of the connection. */
    public boolean sets(Attribute<?> attribute) {
        return config.isSet(attribute.name());
    }

    /** The same for another channel that says the same of its connection. */
    ConnectionConfiguration of(ChannelAttributes other, int maxInflight) {
        return new ConnectionConfiguration(other, settings.with(maxInflight));
    }

    /** Whether both can use one connection. */
    public boolean canShareWith(ConnectionConfiguration other) {
        return settings.asRead().equals(other.settings.asRead());
    }

    /** Whether a broker would take both for the same client. */
    public boolean isSameClientAs(ConnectionConfiguration other) {
        return settings.hasOwnClientId() && settings.session().clientId().equals(other.settings.session().clientId())
                && settings.servers().stream().anyMatch(other.settings.servers()::contains);
    }

    /** Without the secrets, so that it can be logged. */
    @Override
    public String toString() {
        return "ConnectionConfiguration[channel=" + channel() + ", settings=" + settings + "]";
    }
}
