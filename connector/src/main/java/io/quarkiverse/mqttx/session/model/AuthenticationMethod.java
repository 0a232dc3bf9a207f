package io.quarkiverse.mqttx.session.model;

/**
 * Enhanced authentication (MQTT-5.0 §4.12), as far as the session needs to know of it.
 *
 * @param name the Authentication Method, as client and broker both call it
 * @param credentialsInConnect whether user name and password stand in CONNECT as well
 */
public record AuthenticationMethod(String name, boolean credentialsInConnect) {
}
