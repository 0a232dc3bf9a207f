package io.quarkiverse.mqttx.runtime;

import java.util.List;

/**
 * The channels of this connector as the build has wired them. Injectable.
 *
 * @param channels those that the application's code uses; one that is used in several places appears several times
 * @param unused the properties that give the connector a channel which nothing uses; the build has warned of them
 */
public record ChannelPlan(List<PlannedChannel> channels, List<String> unused) {

    /** Whether the application's code uses the channel. */
    public boolean uses(boolean incoming, String channel) {
        return channels.stream().anyMatch(planned -> planned.incoming() == incoming && planned.name().equals(channel));
    }
}
