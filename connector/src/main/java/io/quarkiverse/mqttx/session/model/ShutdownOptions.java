package io.quarkiverse.mqttx.session.model;

/**
 * What the broker is asked for when the application ends, beyond a DISCONNECT.
 *
 * @param will whether it publishes the will: Disconnect with Will Message in MQTT 5 (MQTT-5.0 §3.14.2.1), no DISCONNECT at all
 *        in
 *        3.x
 * @param expirySeconds how long the session lives then, 0 to 4294967295, or {@link #KEEP}: Session Expiry Interval in MQTT 5
 *        (MQTT-5.0 §3.14.2.2.2). A DISCONNECT of 3.x cannot say that, see {@link SessionSettings#forgetting}
 */
public record ShutdownOptions(boolean will, long expirySeconds) {

    /** The session lives on as it was agreed. */
    public static final long KEEP = -1;

    /** No will, and the session lives on as it was agreed. */
    public static final ShutdownOptions DEFAULT = new ShutdownOptions(false, KEEP);

    /** Whether the broker forgets the session. */
    public boolean endsSession() {
        return expirySeconds == 0;
    }
}
