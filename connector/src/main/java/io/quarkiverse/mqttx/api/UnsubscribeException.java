package io.quarkiverse.mqttx.api;

import io.quarkiverse.mqttx.topic.SafeText;

/**
 * The broker does not end a subscription (MQTT-5.0 §3.11.3), or has not confirmed its end; so it may still send its messages. A
 * broker of MQTT 3.x cannot refuse it.
 */
public class UnsubscribeException extends RuntimeException {

    private final String filter;
    private final int reasonCode;

    public UnsubscribeException(String filter, int reasonCode, String reasonString) {
        this("the broker does not end the subscription of '" + filter + "': UNSUBACK " + ReasonCode.describe(reasonCode)
                + (reasonString == null ? "" : ": " + SafeText.of(reasonString)), filter, reasonCode);
    }

    private UnsubscribeException(String message, String filter, int reasonCode) {
        super(message, null, false, false);
        this.filter = filter;
        this.reasonCode = reasonCode;
    }

    /** The broker cannot even be asked: it takes smaller packets only. */
    public static UnsubscribeException tooLarge(String filter, long maximumPacketSize) {
        return new UnsubscribeException("the subscription of '" + filter + "' cannot be ended: the broker takes packets of "
                + maximumPacketSize + " bytes at most, and the UNSUBSCRIBE would be larger", filter,
                ReasonCode.PACKET_TOO_LARGE);
    }

    /** Nobody knows what the broker has made of it. */
    public static UnsubscribeException unanswered(String filter) {
        return new UnsubscribeException(
                "the connection has ended before the broker has confirmed the end of the subscription of '"
                        + filter + "'; if its session continues, UNSUBSCRIBE is sent again at the next connection",
                filter,
                ReasonCode.UNSPECIFIED_ERROR);
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
