package io.quarkiverse.mqttx.api;

/** The reply has come and states that the request has failed; the message is what the replier said. */
public class ReplyFailureException extends RuntimeException {

    public ReplyFailureException(String message) {
        super(message, null, false, false);
    }
}
