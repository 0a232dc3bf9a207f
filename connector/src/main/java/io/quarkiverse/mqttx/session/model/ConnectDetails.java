package io.quarkiverse.mqttx.session.model;

import java.util.List;

import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Will;

/**
 * What may differ from one CONNECT of a session to the next (MQTT-5.0 §3.1).
 *
 * @param username or {@code null}
 * @param password or {@code null}; MQTT 3.x does not allow it without a user name, so an empty one is sent with it there
 * @param userProperties in their order; left out in MQTT 3.x
 * @param will or {@code null}
 * @param authenticationData the first word of enhanced authentication (MQTT-5.0 §4.12), or {@code null}
 */
public record ConnectDetails(String username, String password, List<UserProperty> userProperties, Will will,
        byte[] authenticationData) {

    /** As it is configured. */
    public static ConnectDetails of(SessionSettings settings) {
        return new ConnectDetails(settings.login().username(), settings.login().password(), List.of(),
                settings.will(), null);
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "ConnectDetails[username=" + username + "]";
    }
}
