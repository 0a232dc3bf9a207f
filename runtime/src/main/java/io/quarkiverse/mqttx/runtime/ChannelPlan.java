package io.quarkiverse.mqttx.runtime;

import java.util.List;
import java.util.Map;

/**
 * The connections and channels of this connector as the build has planned them. Injectable. What is set otherwise at run time
 * counts all the same.
 *
 * @param channels those that are configured or used
 * @param unused the properties that give the connector a channel which nothing uses; the build has warned of them
 * @param leftOut what the build has left out because no channel uses it
 */
public record ChannelPlan(List<PlannedConnection> connections, List<PlannedChannel> channels, List<String> unused,
        List<String> leftOut) {

    /** Whether the application's code uses the channel. */
    public boolean uses(boolean incoming, String channel) {
        return channels.stream().anyMatch(planned -> planned.incoming() == incoming && planned.name().equals(channel)
                && !planned.uses().isEmpty());
    }

    /** For people, on several lines; without secrets. */
    public String describe() {
        StringBuilder text = new StringBuilder("MQTT connection plan: ").append(connections.size())
                .append(connections.size() == 1 ? " connection, " : " connections, ").append(channels.size())
                .append(channels.size() == 1 ? " channel" : " channels");
        for (int i = 0; i < connections.size(); i++) {
            PlannedConnection connection = connections.get(i);
            text.append("\nconnection ").append(i + 1).append(" of ").append(String.join(", ", connection.channels()));
            attributes(text, connection.values(), connection.open());
            connection.routes().forEach(route -> text.append("\n    route ").append(route));
        }
        for (PlannedChannel channel : channels) {
            text.append(channel.incoming() ? "\nincoming" : "\noutgoing").append(" channel '").append(channel.name())
                    .append('\'');
            channel.uses().forEach(use -> text.append("\n    ").append(use));
            attributes(text, channel.values(), channel.open());
        }
        if (!leftOut.isEmpty()) {
            text.append("\nleft out, because no channel uses it: ").append(String.join(", ", leftOut));
        }
        return text.toString();
    }

    private static void attributes(StringBuilder text, Map<String, String> values, Map<String, String> open) {
        values.forEach((attribute, value) -> text.append("\n    ").append(attribute).append('=').append(value));
        open.forEach((attribute, expression) -> text.append("\n    ").append(attribute).append('=').append(expression)
                .append("    (open until run time)"));
    }
}
