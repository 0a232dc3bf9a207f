package io.quarkiverse.mqttx.connector.reply;

/** The reply has come and states that the request has failed; the message is what the replier said. */
public class ReplyFailureException extends RuntimeException {

    public ReplyFailureException(String message) {
        super(message, null, false, false);
    }
}
