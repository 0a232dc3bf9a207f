package io.quarkiverse.mqttx.api;

/** No reply has come within {@code reply-timeout-seconds}. The message tells how far the request got. */
public class ReplyTimeoutException extends RuntimeException {

    private final transient CorrelationId correlationId;

    public ReplyTimeoutException(String message, CorrelationId correlationId) {
        super(message, null, false, false);
        this.correlationId = correlationId;
    }

    /** Of the request without a reply. */
    public CorrelationId correlationId() {
        return correlationId;
    }
}
