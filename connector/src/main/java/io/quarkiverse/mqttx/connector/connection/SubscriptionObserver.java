package io.quarkiverse.mqttx.connector.connection;

/** Observes the answers of the broker to the subscriptions of a channel. Called on the event loop, at every connection. */
public interface SubscriptionObserver {

    /** Nobody wants to know; the channel reports it itself. */
    SubscriptionObserver NONE = new SubscriptionObserver() {
    };

    default void granted(String filter, int qos) {
    }

    /** Whether this is dealt with, so that nobody need be told besides. */
    default boolean refused(String filter, int reasonCode, String reason) {
        return false;
    }

    /** Nothing will come any more: the connection was given up, or the application ends. */
    default void ended(Throwable cause) {
    }
}
