package io.quarkiverse.mqttx.connector.config.source;

import java.util.Map;
import java.util.Set;

/**
 * What was set of messaging when the application was built. As long as the same is set, what was read of it counts.
 *
 * @param names of all properties, by their letters and digits alone
 * @param values by property, as they are written; without those of secrets
 */
public record RecordedProperties(Set<String> names, Map<String, String> values) {
}
