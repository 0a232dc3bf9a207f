package io.quarkiverse.mqttx.session.model;

/**
 * What the broker is asked for when the application ends, beyond a DISCONNECT.
 *
 * @param will whether it publishes the will: Disconnect with Will Message in MQTT 5 (MQTT-5.0 §3.14.2.1), no DISCONNECT at all
 *        in
 *        3.x
 * @param endSession whether it forgets the session: Session Expiry Interval 0 in MQTT 5 (MQTT-5.0 §3.14.2.2.2). A DISCONNECT of
 *        3.x cannot say that, see {@link SessionSettings#forgetting}
 */
public record ShutdownOptions(boolean will, boolean endSession) {

    /** No will, and the session lives on as it was agreed. */
    public static final ShutdownOptions DEFAULT = new ShutdownOptions(false, false);
}
