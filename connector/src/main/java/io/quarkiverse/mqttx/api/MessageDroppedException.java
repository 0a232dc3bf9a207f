package io.quarkiverse.mqttx.api;

/** A message was dropped before it was sent, as the configuration of its send queue wants it. */
public class MessageDroppedException extends PublishException {

    /** Why. */
    public enum Reason {
        /**
         * The send queue was full, and this was the message that had waited longest ({@code send-queue-overflow=drop-oldest}).
         */
        OLDEST,
        /** The send queue was full, and this was the last to come ({@code send-queue-overflow=drop-newest}). */
        NEWEST,
        /** Its message expiry interval has passed while it waited. */
        EXPIRED,
        /** It is of QoS 0, and there is no connection ({@code send-queue-qos0-offline=drop}). */
        OFFLINE
    }

    private final Reason reason;

    public MessageDroppedException(Reason reason, String message) {
        super(message, reason == Reason.OLDEST || reason == Reason.NEWEST ? ReasonCode.QUOTA_EXCEEDED
                : ReasonCode.UNSPECIFIED_ERROR);
        this.reason = reason;
    }

    /** Why it was dropped. */
    public Reason reason() {
        return reason;
    }
}
