package io.quarkiverse.mqttx.client;

/** There is no connection, and none will come by itself: stopped, disconnected, or given up. */
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
