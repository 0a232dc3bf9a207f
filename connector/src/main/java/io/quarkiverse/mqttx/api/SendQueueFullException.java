package io.quarkiverse.mqttx.api;

/** A message was not taken because as much waits already as may ({@code send-queue-overflow=fail}). */
public class SendQueueFullException extends PublishException {

    public SendQueueFullException(String message) {
        super(message, ReasonCode.QUOTA_EXCEEDED);
    }
}
