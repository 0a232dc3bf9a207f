package io.quarkiverse.mqttx.session.model;

import java.util.List;

import io.quarkiverse.mqttx.api.UserProperty;

/**
 * What CONNECT and DISCONNECT can say besides what every client says (MQTT-5.0 §3.1.2.11, §3.14.2.2). In MQTT 3.x only the
 * presence is left of it.
 *
 * @param userProperties of CONNECT, in their order
 * @param requestResponseInformation whether the broker is asked for a prefix of response topics
 * @param requestProblemInformation whether the broker may explain failures with reason strings and user properties
 * @param expiryOnDisconnectSeconds how long the session lives after we have ended the connection, 0 to 4294967295;
 *        {@link #UNCHANGED} leaves it as it was at CONNECT
 * @param authentication enhanced authentication, or {@code null}
 * @param presence or {@code null}; the will of the settings is its offline message then
 * @param shutdown what the broker is asked for when the application ends
 */
public record ConnectOptions(List<UserProperty> userProperties, boolean requestResponseInformation,
        boolean requestProblemInformation, long expiryOnDisconnectSeconds, AuthenticationMethod authentication,
        Presence presence, ShutdownOptions shutdown) {

    /** The session expiry of CONNECT holds after DISCONNECT as well. */
    public static final long UNCHANGED = -1;

    /** What counts when nothing is said. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(List.of(), false, true, UNCHANGED, null, null);

    public ConnectOptions {
        userProperties = List.copyOf(userProperties);
    }

    /** With an end of the application that asks for nothing more. */
    public ConnectOptions(List<UserProperty> userProperties, boolean requestResponseInformation,
            boolean requestProblemInformation, long expiryOnDisconnectSeconds, AuthenticationMethod authentication,
            Presence presence) {
        this(userProperties, requestResponseInformation, requestProblemInformation, expiryOnDisconnectSeconds, authentication,
                presence, ShutdownOptions.DEFAULT);
    }

    /** The same with enhanced authentication. */
    ConnectOptions with(AuthenticationMethod method) {
        return new ConnectOptions(userProperties, requestResponseInformation, requestProblemInformation,
                expiryOnDisconnectSeconds, method, presence, shutdown);
    }
}
