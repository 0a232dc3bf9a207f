package io.quarkiverse.mqttx.session.model;

/**
 * What CONNECT and DISCONNECT can say besides what every client says (MQTT-5.0 §3.1.2.11, §3.14.2.2). In MQTT 3.x only the
 * presence is left of it.
 *
 * @param requestResponseInformation whether the broker is asked for a prefix of response topics
 * @param authentication enhanced authentication, or {@code null}
 * @param presence or {@code null}; the will of the settings is its offline message then
 * @param shutdown what the broker is asked for when the application ends
 */
public record ConnectOptions(boolean requestResponseInformation, AuthenticationMethod authentication, Presence presence,
        ShutdownOptions shutdown) {

    /** What counts when nothing is said. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(false, null, null, ShutdownOptions.DEFAULT);

    /** The same with enhanced authentication. */
    public ConnectOptions with(AuthenticationMethod method) {
        return new ConnectOptions(requestResponseInformation, method, presence, shutdown);
    }
}
