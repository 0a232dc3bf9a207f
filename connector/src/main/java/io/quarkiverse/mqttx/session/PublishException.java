package io.quarkiverse.mqttx.session;

/**
 * A message was not taken: refused by the broker with a reason code, or never sent because the broker has announced that it
 * would refuse it.
 */
public class PublishException extends RuntimeException {

    private final int reasonCode;

    public PublishException(String message, int reasonCode) {
        super(message, null, false, false);
        this.reasonCode = reasonCode;
    }

    /** A code of {@link ReasonCode}, 0x80 or above. */
    public int reasonCode() {
        return reasonCode;
    }
}
