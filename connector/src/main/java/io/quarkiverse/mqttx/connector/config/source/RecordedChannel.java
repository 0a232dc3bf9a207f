package io.quarkiverse.mqttx.connector.config.source;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;

/**
 * What was read of a channel when the application was built. It counts as long as the attributes it was read from are the same.
 *
 * @param attributes the names of those attributes
 * @param values what they were set to, those that were set
 */
public record RecordedChannel<S>(ChannelSettings<S> settings, List<String> attributes, Map<String, String> values) {

    /** Whether reading the channel now would lead to the same settings. */
    public boolean isFor(ChannelAttributes config) {
        for (String attribute : attributes) {
            if (!Objects.equals(config.text(attribute), values.get(attribute))) {
                return false;
            }
        }
        return true;
    }
}
