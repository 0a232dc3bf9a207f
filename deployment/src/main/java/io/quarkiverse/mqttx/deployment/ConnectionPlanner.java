package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.OverlappingTopics;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.source.SetAttributes;
import io.quarkiverse.mqttx.runtime.PlannedChannel;
import io.quarkiverse.mqttx.runtime.PlannedConnection;

/**
 * Makes the connection plan of what the build knows.
 *
 * @param uses where the application's code uses channels, and how it gets its payloads
 */
record ConnectionPlanner(List<SurveyedChannel> surveyed, List<ChannelConversion> uses) {

    /** All channels that are configured or used, those with an attribute to decide at run time included. */
    List<PlannedChannel> channels() {
        Map<ConfiguredChannel, SurveyedChannel> known = new LinkedHashMap<>();
        surveyed.forEach(channel -> known.put(new ConfiguredChannel(channel.incoming(), channel.name()), channel));
        Set<ConfiguredChannel> all = new LinkedHashSet<>(known.keySet());
        uses.forEach(use -> all.add(use.usage().channel()));
        return all.stream().map(channel -> planned(channel, known.get(channel))).toList();
    }

    /** @param survey {@code null} when the channel is not enabled */
    private PlannedChannel planned(ConfiguredChannel channel, SurveyedChannel survey) {
        List<PlannedChannel.Use> here = uses.stream().filter(use -> use.usage().channel().equals(channel))
                .map(ChannelConversion::planned)
                // Reactive Messaging finds them in any order, and a build should be repeatable
                .sorted(Comparator.comparing(PlannedChannel.Use::usedBy)).toList();
        return new PlannedChannel(channel.name(), channel.incoming(), here, survey == null ? Map.of() : survey.own().values(),
                survey == null ? Map.of() : survey.own().open());
    }

    /** The connections, made as the connector makes them: those that want the same share one, unless topics overlap. */
    List<PlannedConnection> connections() {
        List<List<SurveyedChannel>> groups = new ArrayList<>();
        for (SurveyedChannel channel : surveyed) {
            groups.stream().filter(group -> hasRoomFor(channel, group)).findFirst().orElseGet(() -> {
                List<SurveyedChannel> group = new ArrayList<>();
                groups.add(group);
                return group;
            }).add(channel);
        }
        return groups.stream().map(ConnectionPlanner::connection).toList();
    }

    private static boolean hasRoomFor(SurveyedChannel channel, List<SurveyedChannel> group) {
        return group.get(0).canShareWith(channel) && (channel.connection().settings().hasOwnClientId()
                || group.stream().noneMatch(other -> OverlappingTopics.interfere(subscriptions(other),
                        subscriptions(channel))));
    }

    /** None when they are not known yet. */
    private static List<Subscription> subscriptions(SurveyedChannel channel) {
        return channel.incoming() && channel.recordable() ? incoming(channel).subscription().filters() : List.of();
    }

    private static PlannedConnection connection(List<SurveyedChannel> channels) {
        SetAttributes attributes = channels.get(0).ofConnection();
        List<PlannedConnection.Route> routes = new ArrayList<>();
        for (SurveyedChannel channel : channels) {
            if (channel.incoming() && channel.recordable()) {
                incoming(channel).subscription().filters().forEach(subscription -> routes
                        .add(new PlannedConnection.Route(subscription.filter(), subscription.qos(), channel.name())));
            }
        }
        return new PlannedConnection(channels.stream().map(SurveyedChannel::name).toList(), attributes.values(),
                attributes.open(), routes);
    }

    private static IncomingSettings incoming(SurveyedChannel channel) {
        return (IncomingSettings) channel.settings().settings();
    }
}
