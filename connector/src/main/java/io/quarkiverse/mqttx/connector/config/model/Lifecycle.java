package io.quarkiverse.mqttx.connector.config.model;

import java.time.Duration;

/**
 * The bounds of start and stop for a channel.
 *
 * @param startup how long the start waits for the connection; zero does not wait
 * @param shutdown how long the stop waits for messages that are being processed or sent
 * @param disconnect how long closing the connection may take
 */
public record Lifecycle(Duration startup, Duration shutdown, Duration disconnect) {
}
