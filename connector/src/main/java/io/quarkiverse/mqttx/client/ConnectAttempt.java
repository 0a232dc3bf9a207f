package io.quarkiverse.mqttx.client;

import java.util.List;
import java.util.Objects;

import io.quarkiverse.mqttx.session.ConnectDetails;
import io.quarkiverse.mqttx.session.SessionSettings;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.UserProperty;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.WireText;
import io.quarkiverse.mqttx.transport.ServerAddress;

/**
 * One attempt to connect, as a {@link ConnectionListener} may change it: each method {@code with…} returns another one. What is
 * not changed is as configured.
 *
 * @param server where to; TLS as it says, with the trust of the connection's configuration
 * @param username or {@code null}
 * @param password or {@code null}
 * @param userProperties of CONNECT, in their order; MQTT 5 only
 * @param willPayload of the will; {@code null} without a will
 */
public record ConnectAttempt(ServerAddress server, String username, String password, List<UserProperty> userProperties,
        byte[] willPayload) {

    /** @throws IllegalArgumentException for what CONNECT cannot carry (MQTT-5.0 §1.5.4, §1.5.6) */
    public ConnectAttempt {
        userProperties = List.copyOf(userProperties);
        checkText("user name", username);
        for (UserProperty property : userProperties) {
            checkText("name of a user property", property.name());
            checkText("user property '" + property.name() + "'", property.value());
        }
        checkLength("password", password == null ? 0 : PacketSize.utf8(password));
        checkLength("payload of the will", willPayload == null ? 0 : willPayload.length);
    }

    private static void checkText(String what, String text) {
        String problem = text == null || text.isEmpty() ? null : WireText.problem(what, text);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static void checkLength(String what, long bytes) {
        if (bytes > PacketSize.MAX_LENGTH_FIELD) {
            throw new IllegalArgumentException("the " + what + " takes " + bytes + " bytes; shorten it to at most "
                    + PacketSize.MAX_LENGTH_FIELD);
        }
    }

    /** As it is configured. */
    static ConnectAttempt of(ServerAddress server, SessionSettings settings) {
        return new ConnectAttempt(server, settings.username(), settings.password(), settings.options().userProperties(),
                settings.will() == null ? null : settings.will().payload());
    }

    /** The same at another broker. */
    public ConnectAttempt withServer(ServerAddress other) {
        return new ConnectAttempt(other, username, password, userProperties, willPayload);
    }

    /** The same as another user. */
    public ConnectAttempt withCredentials(String otherUsername, String otherPassword) {
        return new ConnectAttempt(server, otherUsername, otherPassword, userProperties, willPayload);
    }

    /** The same with another password, such as a token that is valid now. */
    public ConnectAttempt withPassword(String other) {
        return withCredentials(username, other);
    }

    /** The same with other user properties. */
    public ConnectAttempt withUserProperties(List<UserProperty> others) {
        return new ConnectAttempt(server, username, password, others, willPayload);
    }

    /** The same with another payload of the will. Has no effect without a will. */
    public ConnectAttempt withWillPayload(byte[] other) {
        return new ConnectAttempt(server, username, password, userProperties, other);
    }

    /** Whether the broker would be shown the same credentials. */
    boolean hasCredentialsOf(ConnectAttempt other) {
        return Objects.equals(username, other.username) && Objects.equals(password, other.password);
    }

    /** @param authenticationData the first word of enhanced authentication, or {@code null} */
    ConnectDetails details(Will configured, byte[] authenticationData) {
        Will will = configured == null || willPayload == null ? configured
                : new Will(configured.topic(), willPayload, configured.qos(), configured.retain(), configured.properties());
        return new ConnectDetails(username, password, userProperties, will, authenticationData);
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "ConnectAttempt[server=" + server + ", username=" + username + "]";
    }
}
