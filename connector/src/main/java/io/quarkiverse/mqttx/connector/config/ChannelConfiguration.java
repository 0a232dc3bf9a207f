package io.quarkiverse.mqttx.connector.config;

import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.Lifecycle;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;

/**
 * A channel, as configured and checked.
 *
 * @param settings what makes up the channel: {@link IncomingSettings} or {@link OutgoingSettings}
 * @param connection what it wants of its connection
 * @param trace how much of the packets of its connection is logged at least
 * @param lifecycle the bounds of its start and stop
 * @param sendQueue what may wait to be sent: of an outgoing channel by itself, else of the client of this name
 */
public record ChannelConfiguration<S>(S settings, ConnectionConfiguration connection, TraceLevel trace,
        Lifecycle lifecycle, SendQueueSettings sendQueue) {

    static <S> ChannelConfiguration<S> of(ChannelSettings<S> channel, ConnectionConfiguration connection) {
        return new ChannelConfiguration<>(channel.settings(), connection, channel.trace(), channel.lifecycle(),
                channel.sendQueue());
    }

    public String channel() {
        return connection.channel();
    }
}
