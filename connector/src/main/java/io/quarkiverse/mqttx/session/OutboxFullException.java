package io.quarkiverse.mqttx.session;

/** A message was not taken because as much waits already as may ({@code outbox-overflow=fail}). */
public class OutboxFullException extends PublishException {

    OutboxFullException(String message) {
        super(message, ReasonCode.QUOTA_EXCEEDED);
    }
}
