package io.quarkiverse.mqttx.connector.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All channels of the connector by name, as configured and checked.
 *
 * @param warnings what is odd in the configuration, but does not prevent the start
 */
public record ConnectorConfiguration(Map<String, ChannelConfiguration<IncomingSettings>> incoming,
        Map<String, ChannelConfiguration<OutgoingSettings>> outgoing, List<String> warnings) {

    /** The channels of both directions. */
    public Stream<ChannelConfiguration<?>> channels() {
        return Stream.concat(incoming.values().stream(), outgoing.values().stream());
    }
}
