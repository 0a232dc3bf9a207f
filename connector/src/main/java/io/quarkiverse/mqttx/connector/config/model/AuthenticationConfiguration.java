package io.quarkiverse.mqttx.connector.config.model;

/**
 * Enhanced authentication as configured.
 *
 * @param identifier of the bean with the mechanism
 * @param intervalMillis after how long it is repeated, 0 for never
 */
public record AuthenticationConfiguration(String identifier, long intervalMillis) {
}
