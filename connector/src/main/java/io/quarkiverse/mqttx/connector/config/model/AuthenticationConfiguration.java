package io.quarkiverse.mqttx.connector.config.model;

/**
 * Who tells how to log in, besides user name and password.
 *
 * @param mechanism of enhanced authentication, the identifier of a bean; or {@code null}
 * @param credentialsProvider the name under which user name and password are asked for at each connect; or {@code null}
 */
public record AuthenticationConfiguration(String mechanism, String credentialsProvider) {
}
