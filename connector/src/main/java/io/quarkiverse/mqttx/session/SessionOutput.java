package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.packet.Properties;

/**
 * What comes out of the session besides messages and packets. Called synchronously from within the session's methods, on the
 * thread that called them; an implementation does not call back into the session.
 */
public interface SessionOutput {

    /**
     * Ends the current connection once everything sent so far has gone out; a DISCONNECT, where due, was sent before.
     * {@code reason} is for the log.
     */
    void close(String reason);

    /**
     * The broker has broken the rules, or has not answered in time; {@link #close} follows. {@code reason} is for the log.
     */
    default void fault(String reason) {
    }

    /** CONNACK has come, whatever it says; what follows from it is told next. */
    default void answered(ConnectResult result) {
    }

    /** CONNACK accepted the connection; in-flight messages and subscriptions follow by themselves. */
    void connected(NegotiatedSettings negotiated);

    /** The attempt was refused; the connection is closed right after. */
    void refused(ConnectRefusal refusal);

    /**
     * The broker sent DISCONNECT (MQTT 5); the connection is closed right after.
     *
     * @param reason for people: the code's name and the broker's reason string
     */
    default void disconnectedByBroker(int reasonCode, String reason, Properties properties) {
    }

    /**
     * The broker asks for the next step of the authentication (MQTT-5.0 §4.12); the answer is brought, later, by
     * {@link MqttSession#authenticate}.
     */
    default void challenged(byte[] data) {
    }

    /**
     * The broker has accepted the authentication, the first or another one.
     *
     * @param data or {@code null}
     * @return why the broker is not to be believed, or {@code null} when it is
     */
    default String authenticated(byte[] data) {
        return null;
    }

    /** One line that an operator should see once, such as the fall-back to another version. */
    void notice(String message);
}
