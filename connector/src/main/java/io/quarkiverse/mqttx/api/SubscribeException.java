package io.quarkiverse.mqttx.api;

/** The broker has refused a subscription (MQTT-5.0 §3.9.3), or it cannot be asked for it. */
public class SubscribeException extends RuntimeException {

    private final String filter;
    private final int reasonCode;

    public SubscribeException(String client, String filter, int reasonCode, String reason) {
        super("MQTT client '" + client + "': " + reason, null, false, false);
        this.filter = filter;
        this.reasonCode = reasonCode;
    }

    /** The topic filter that was refused, the first of several. */
    public String filter() {
        return filter;
    }

    /** A code of {@link io.quarkiverse.mqttx.api.ReasonCode}, 0x80 or above; in MQTT 3.x always 0x80. */
    public int reasonCode() {
        return reasonCode;
    }
}
