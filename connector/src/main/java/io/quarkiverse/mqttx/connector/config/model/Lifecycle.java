package io.quarkiverse.mqttx.connector.config.model;

import java.time.Duration;

/**
 * The bounds of the stop for a channel.
 *
 * @param shutdown how long the stop waits for messages that are being processed or sent
 * @param disconnect how long closing the connection may take
 */
public record Lifecycle(Duration shutdown, Duration disconnect) {
}
