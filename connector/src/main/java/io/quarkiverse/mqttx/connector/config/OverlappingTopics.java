package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.topic.TopicFilter;

/**
 * Topics of one client that overlap: a broker may send a message once for each of the filters that it matches
 * (MQTT-5.0 §3.3.4), and whoever wants one of them then gets it as often, unless subscription identifiers tell the copies
 * apart. Channels with a generated client id are kept on connections of their own where that helps; where it cannot, this is
 * the warning.
 */
public final class OverlappingTopics {

    private OverlappingTopics() {
    }

    static void find(Collection<ChannelConfiguration<IncomingSettings>> channels, ConfigurationProblems problems) {
        List<ChannelConfiguration<IncomingSettings>> rest = new ArrayList<>(channels);
        for (ChannelConfiguration<IncomingSettings> channel : channels) {
            within(channel, problems);
            rest.remove(0);
            for (ChannelConfiguration<IncomingSettings> other : rest) {
                if (channel.connection().isSameClientAs(other.connection())) {
                    between(channel, other, problems);
                }
            }
        }
    }

    private static void within(ChannelConfiguration<IncomingSettings> channel, ConfigurationProblems problems) {
        List<TopicFilter> filters = channel.settings().filters();
        for (int i = 0; i < filters.size(); i++) {
            for (int j = i + 1; j < filters.size(); j++) {
                if (overlap(filters.get(i), filters.get(j))) {
                    problems.warning(channel.channel(), "topic", "'" + filters.get(i).text() + "' and '" + filters.get(j).text()
                            + "' overlap, so the broker may send a message on both of them twice; make one channel of each");
                }
            }
        }
    }

    /** With MQTT 5 it takes the broker to know whether copies can be told apart, so the connection warns if they cannot. */
    private static void between(ChannelConfiguration<IncomingSettings> one, ChannelConfiguration<IncomingSettings> other,
            ConfigurationProblems problems) {
        String channels = one.channel() + "' and '" + other.channel();
        String pair = one.connection().settings().session().versions().contains(ProtocolVersion.V5) ? null
                : overlapping(one.settings().subscription().filters(), other.settings().subscription().filters());
        if (pair != null) {
            problems.warning(channels, "topic", pair + " overlap and have one client-id, so both channels may get a message"
                    + " twice; give them client ids of their own", "client-id", "version");
        }
        first(one.settings().subscription().filters(), other.settings().subscription().filters(),
                two -> two.one.filter().equals(two.other.filter()) && !sameOptions(two.one, two.other))
                .forEach(two -> problems.warning(channels, "topic", "both subscribe to '" + two.one.filter() + "' with one"
                        + " client-id, but with different no-local, retain-as-published or retain-handling, and the broker"
                        + " knows one subscription for both; set the same, or give them client ids of their own", "client-id"));
    }

    /**
     * Whether two channels would get in each other's way on one connection: a message may match a filter of the one and
     * another filter of the other, or both want one filter on different terms.
     */
    public static boolean interfere(List<Subscription> some, List<Subscription> others) {
        return overlapping(some, others) != null || !first(some, others,
                two -> two.one.filter().equals(two.other.filter()) && !sameOptions(two.one, two.other)).isEmpty();
    }

    /** Two different filters of these that a message may match both, for people; {@code null} when there are none. */
    public static String overlapping(List<Subscription> some, List<Subscription> others) {
        List<Pair> pairs = first(some, others,
                two -> overlap(TopicFilter.of(two.one.filter()), TopicFilter.of(two.other.filter())));
        return pairs.isEmpty() ? null : "'" + pairs.get(0).one.filter() + "' and '" + pairs.get(0).other.filter() + "'";
    }

    private static List<Pair> first(List<Subscription> some, List<Subscription> others, Predicate<Pair> wanted) {
        return some.stream().flatMap(one -> others.stream().map(other -> new Pair(one, other))).filter(wanted).limit(1)
                .toList();
    }

    private static boolean overlap(TopicFilter one, TopicFilter other) {
        return !one.equals(other) && one.overlaps(other);
    }

    /** The QoS is not among them: the higher one serves both. */
    private static boolean sameOptions(Subscription one, Subscription other) {
        return one.noLocal() == other.noLocal() && one.retainAsPublished() == other.retainAsPublished()
                && one.retainHandling() == other.retainHandling();
    }

    private record Pair(Subscription one, Subscription other) {
    }
}
