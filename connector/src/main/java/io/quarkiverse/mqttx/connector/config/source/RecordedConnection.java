package io.quarkiverse.mqttx.connector.config.source;

import java.util.Set;

import io.quarkiverse.mqttx.connector.config.model.ConnectionSettings;

/**
 * A connection as it was read when the application was built.
 *
 * @param settings without the password, and with something that is allowed in place of what is open
 * @param open the attributes whose values the start has to read
 */
public record RecordedConnection(ConnectionSettings settings, Set<String> open) {
}
