package io.quarkiverse.mqttx.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.connector.config.source.RecordedChannel;
import io.quarkiverse.mqttx.connector.config.source.RecordedConnection;
import io.quarkiverse.mqttx.connector.config.source.RecordedProperties;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

/** Hands what the build found out to the running application. Runs in static initialisation: it is in native images ready. */
@Recorder
public class ChannelPlanRecorder {

    /** For people and for the report at the start. */
    public RuntimeValue<ChannelPlan> channels(ChannelPlan plan) {
        return new RuntimeValue<>(plan);
    }

    /** For the connector. */
    public RuntimeValue<ConnectionPlan> connections(Map<String, RecordedChannel<IncomingSettings>> incoming,
            Map<String, RecordedChannel<OutgoingSettings>> outgoing, Map<String, RecordedChannel<IncomingSettings>> clients,
            Map<Integer, RecordedConnection> recorded, RecordedProperties complete, Set<String> removedStrategies,
            List<PlannedConnection> connections) {
        Map<String, RoutePlan> routes = new HashMap<>();
        for (PlannedConnection connection : connections) {
            RoutePlan tree = new RoutePlan(recipients(connection));
            connection.channels().forEach(channel -> routes.put(channel, tree));
        }
        return new RuntimeValue<>(
                new ConnectionPlan(incoming, outgoing, clients, recorded, complete, removedStrategies, routes));
    }

    private static List<List<TopicFilter>> recipients(PlannedConnection connection) {
        Map<String, List<TopicFilter>> filters = new LinkedHashMap<>();
        for (PlannedConnection.Route route : connection.routes()) {
            filters.computeIfAbsent(route.channel(), channel -> new ArrayList<>()).add(TopicFilter.of(route.filter()));
        }
        return List.copyOf(filters.values());
    }
}
