package io.quarkiverse.mqttx.connector.connection;

/** Observes the answers of the broker to the subscriptions of a channel. Called on the event loop, at every connection. */
public interface SubscriptionObserver {

    /** Nobody wants to know; the channel reports it itself. */
    SubscriptionObserver NONE = new SubscriptionObserver() {

        @Override
        public void granted(String filter, int qos) {
            // nobody
        }

        @Override
        public boolean refused(String filter, int reasonCode, String reason) {
            return false;
        }

        @Override
        public void ended(Throwable cause) {
            // nobody
        }
    };

    void granted(String filter, int qos);

    /** Whether this is dealt with, so that nobody need be told besides. */
    boolean refused(String filter, int reasonCode, String reason);

    /** Nothing will come any more: the connection was given up, or the application ends. */
    void ended(Throwable cause);
}
