package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.ReasonCode;

/** Told about the fate of one wanted subscription, at every connection anew. Called on the connection's event loop. */
public interface SubscriptionListener {

    /** SUBACK granted it; {@code qos} may be lower than what was wanted. */
    void granted(int qos);

    /**
     * SUBACK refused it, or it cannot be asked of this broker. It stays wanted and is asked for again at the next connection.
     */
    void refused(int reasonCode, String reason);

    /** The broker ends the connection whenever it is asked. It is not asked again before somebody subscribes anew. */
    default void givenUp(String reason) {
        refused(ReasonCode.UNSPECIFIED_ERROR, reason);
    }
}
