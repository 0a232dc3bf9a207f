package io.quarkiverse.mqttx.client;

import java.util.List;
import java.util.Objects;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.model.ConnectDetails;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.packet.Will;

/** Static methods that make a {@link ConnectAttempt} of the settings, and the details of CONNECT of an attempt. */
final class PreparedAttempt {

    private PreparedAttempt() {
    }

    /** As it is configured. */
    static ConnectAttempt configured(ServerAddress server, SessionSettings settings) {
        return new ConnectAttempt(server, settings.login().username(), settings.login().password(),
                List.of(),
                settings.will() == null ? null : settings.will().payload());
    }

    /** Whether the broker would be shown the same credentials. */
    static boolean haveSameCredentials(ConnectAttempt one, ConnectAttempt other) {
        return Objects.equals(one.username(), other.username()) && Objects.equals(one.password(), other.password());
    }

    /** @param authenticationData the first word of enhanced authentication, or {@code null} */
    static ConnectDetails details(ConnectAttempt attempt, Will configured, byte[] authenticationData) {
        Will will = configured == null || attempt.willPayload() == null ? configured
                : new Will(configured.topic(), attempt.willPayload(), configured.qos(), configured.retain(),
                        configured.properties());
        return new ConnectDetails(attempt.username(), attempt.password(), attempt.userProperties(), will, authenticationData);
    }
}
