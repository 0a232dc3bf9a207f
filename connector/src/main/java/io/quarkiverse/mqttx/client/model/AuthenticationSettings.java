package io.quarkiverse.mqttx.client.model;

import io.quarkiverse.mqttx.spi.EnhancedAuthentication;

/**
 * How a connection authenticates itself beyond user name and password (MQTT-5.0 §4.12).
 *
 * @param intervalMillis after how long it authenticates again, each time; 0 for never
 */
public record AuthenticationSettings(EnhancedAuthentication mechanism, long intervalMillis) {
}
