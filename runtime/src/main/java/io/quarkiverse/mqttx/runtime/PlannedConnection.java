package io.quarkiverse.mqttx.runtime;

import java.util.List;
import java.util.Map;

/**
 * A connection to be, as far as the build can tell: what is set at run time may divide it, or join it with another.
 *
 * @param channels those that share it
 * @param values the attributes of the connection that are set, with what the build has read
 * @param open those that only run time decides, with the expression they are set to; secrets without their value
 * @param routes which topics lead to which channel
 */
public record PlannedConnection(List<String> channels, Map<String, String> values, Map<String, String> open,
        List<Route> routes) {

    /**
     * A subscription of a channel.
     *
     * @param filter a topic filter
     */
    public record Route(String filter, int qos, String channel) {

        @Override
        public String toString() {
            return filter + " -> " + channel + ", QoS " + qos;
        }
    }
}
