package io.quarkiverse.mqttx.runtime;

import java.util.List;
import java.util.Map;

/**
 * What the build found out about a channel of this connector.
 *
 * @param uses where the application's code uses it; empty when nothing does
 * @param values the attributes of the channel alone that are set, with what the build has read
 * @param open those that only run time decides, with the expression they are set to
 */
public record PlannedChannel(String name, boolean incoming, List<Use> uses, Map<String, String> values,
        Map<String, String> open) {

    /**
     * A place in the application's code.
     *
     * @param payloadType what the application takes from the channel or gives to it; {@code null} when its code does not say
     * @param converter how the payload is converted, for people
     * @param usedBy the method or the injection point
     */
    public record Use(String payloadType, String converter, String usedBy) {

        @Override
        public String toString() {
            return (payloadType == null ? "payload of any type" : "payload " + payloadType) + ", converter " + converter
                    + ", used by "
                    + usedBy;
        }
    }
}
