package io.quarkiverse.mqttx.api;

import java.util.List;

import io.quarkiverse.mqttx.topic.MqttString;

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
        checkLength("password", password == null ? 0 : MqttString.encodedLength(password));
        checkLength("payload of the will", willPayload == null ? 0 : willPayload.length);
    }

    private static void checkText(String what, String text) {
        String problem = text == null || text.isEmpty() ? null : MqttString.problem(what, text);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static void checkLength(String what, long bytes) {
        if (bytes > MqttString.MAX_BYTES) {
            throw new IllegalArgumentException("the " + what + " takes " + bytes + " bytes; shorten it to at most "
                    + MqttString.MAX_BYTES);
        }
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

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "ConnectAttempt[server=" + server + ", username=" + username + "]";
    }
}
