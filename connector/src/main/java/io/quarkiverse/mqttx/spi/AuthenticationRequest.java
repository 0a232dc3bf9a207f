package io.quarkiverse.mqttx.spi;

import io.quarkiverse.mqttx.api.ServerAddress;

/**
 * The client and the broker of an authentication.
 *
 * @param server the broker
 * @param clientId empty where the broker is to assign one
 * @param username of this attempt to connect, or {@code null}
 * @param password of this attempt to connect, or {@code null}
 * @param again whether the connection is there already and is authenticated again (MQTT-5.0 §4.12.1)
 */
public record AuthenticationRequest(ServerAddress server, String clientId, String username, String password, boolean again) {

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "AuthenticationRequest[server=" + server + ", clientId=" + clientId + ", username=" + username + ", again="
                + again + "]";
    }
}
