package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.quarkiverse.mqttx.topic.TopicFilter;

/**
 * Topics of one client that overlap: a broker may send a message once for each of the filters that it matches
 * (MQTT-5.0 §3.3.4), and whoever wants one of them then gets it as often. Channels with a generated client id are kept on
 * connections of their own where that helps; where it cannot, this is the warning.
 */
final class OverlappingTopics {

    private OverlappingTopics() {
    }

    static void find(Collection<ChannelConfiguration<IncomingSettings>> channels, Findings findings) {
        List<ChannelConfiguration<IncomingSettings>> rest = new ArrayList<>(channels);
        for (ChannelConfiguration<IncomingSettings> channel : channels) {
            within(channel, findings);
            rest.remove(0);
            for (ChannelConfiguration<IncomingSettings> other : rest) {
                if (channel.connection().isSameClientAs(other.connection())) {
                    between(channel, other, findings);
                }
            }
        }
    }

    private static void within(ChannelConfiguration<IncomingSettings> channel, Findings findings) {
        List<TopicFilter> filters = channel.settings().filters();
        for (int i = 0; i < filters.size(); i++) {
            for (int j = i + 1; j < filters.size(); j++) {
                if (overlap(filters.get(i), filters.get(j))) {
                    findings.warning(channel.channel(), "topic", "'" + filters.get(i).text() + "' and '" + filters.get(j).text()
                            + "' overlap, so the broker may send a message on both of them twice; make one channel of each");
                }
            }
        }
    }

    private static void between(ChannelConfiguration<IncomingSettings> one, ChannelConfiguration<IncomingSettings> other,
            Findings findings) {
        for (TopicFilter filter : one.settings().filters()) {
            for (TopicFilter another : other.settings().filters()) {
                if (overlap(filter, another)) {
                    findings.warning(one.channel() + "' and '" + other.channel(), "topic", "'" + filter.text() + "' and '"
                            + another.text() + "' overlap and have one client-id, so both channels may get a message twice;"
                            + " give them client ids of their own", "client-id");
                    return;
                }
            }
        }
    }

    private static boolean overlap(TopicFilter one, TopicFilter other) {
        return !one.equals(other) && one.overlaps(other);
    }
}
