package io.quarkiverse.mqttx.client;

/** The connection has ended for good, so that nothing can be sent or received any more: stopped, or given up. */
public class MqttConnectionException extends RuntimeException {

    private final int reasonCode;

    /**
     * @param message what happened and what helps, for people
     * @param reasonCode the broker's last reason code, 0 when there was none
     * @param cause or {@code null}
     */
    public MqttConnectionException(String message, int reasonCode, Throwable cause) {
        super(message, cause);
        this.reasonCode = reasonCode;
    }

    /** A code of {@link io.quarkiverse.mqttx.session.ReasonCode}, 0 when the broker gave none. */
    public int reasonCode() {
        return reasonCode;
    }
}
