package io.quarkiverse.mqttx.api;

/** A session cannot be taken up from its store. The message names the channel, the attribute, what is there, and the remedy. */
public class SessionStoreException extends RuntimeException {

    /** @param cause or {@code null} */
    public SessionStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
