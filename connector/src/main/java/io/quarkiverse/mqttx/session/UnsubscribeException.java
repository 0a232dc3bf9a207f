package io.quarkiverse.mqttx.session;

/** The broker does not end a subscription (MQTT-5.0 §3.11.3); so it may still send its messages. Not in MQTT 3.x. */
public class UnsubscribeException extends RuntimeException {

    private final String filter;
    private final int reasonCode;

    UnsubscribeException(String filter, int reasonCode, String reasonString) {
        super("the broker does not end the subscription of '" + filter + "': UNSUBACK " + ReasonCode.describe(reasonCode)
                + (reasonString == null ? "" : ": " + reasonString), null, false, false);
        this.filter = filter;
        this.reasonCode = reasonCode;
    }

    /** The topic filter that is still subscribed to. */
    public String filter() {
        return filter;
    }

    /** A code of {@link ReasonCode}, 0x80 or above. */
    public int reasonCode() {
        return reasonCode;
    }
}
