package io.quarkiverse.mqttx.connector.config.source;

import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;

/**
 * What is known of the channels before the application runs: a bean that whoever builds applications may provide, as the
 * Quarkus extension does. Whatever is set otherwise at run time counts all the same.
 *
 * @param incoming the channels whose settings do not depend on the machine they will run on, by name
 * @param outgoing the same for the other direction
 * @param clients the same for clients without a channel
 * @param connections the connections that could be read whole, by their numbers in the channels: but for what may be open, and
 *        for what is asked of files and beans
 * @param complete what was set, when these are all channels and clients, nothing is wrong or odd with them, and what is open
 *        is no more than where their connection leads and who logs in there; {@code null} otherwise
 * @param removedStrategies the failure strategies that were left out because no channel used them
 * @param routes of the connection that a channel will use, by the channel's name: the same object for all that share it
 */
public record ConnectionPlan(Map<String, RecordedChannel<IncomingSettings>> incoming,
        Map<String, RecordedChannel<OutgoingSettings>> outgoing, Map<String, RecordedChannel<IncomingSettings>> clients,
        Map<Integer, RecordedConnection> connections, RecordedProperties complete, Set<String> removedStrategies,
        Map<String, RoutePlan> routes) {

    /** Nothing is known before. */
    public static final ConnectionPlan NONE = new ConnectionPlan(Map.of(), Map.of(), Map.of(), Map.of(), null, Set.of(),
            Map.of());
}
