package io.quarkiverse.mqttx.connector.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;

/**
 * All channels of the connector by name, as configured and checked.
 *
 * @param clients those that have no channel; their settings name no topics
 * @param warnings what is odd in the configuration, but does not prevent the start
 */
public record ConnectorConfiguration(Map<String, ChannelConfiguration<IncomingSettings>> incoming,
        Map<String, ChannelConfiguration<OutgoingSettings>> outgoing,
        Map<String, ChannelConfiguration<IncomingSettings>> clients, List<String> warnings) {

    /** The channels of both directions, and the clients that have none. */
    public Stream<ChannelConfiguration<?>> channels() {
        return Stream.of(incoming, outgoing, clients).flatMap(channels -> channels.values().stream());
    }
}
