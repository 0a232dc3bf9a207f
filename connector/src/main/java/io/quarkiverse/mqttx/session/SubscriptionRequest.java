package io.quarkiverse.mqttx.session;

import java.util.List;
import java.util.function.Consumer;

import io.quarkiverse.mqttx.api.UnsubscribeException;

/**
 * A SUBSCRIBE or UNSUBSCRIBE that waits for its acknowledgement.
 *
 * @param wanted the subscriptions of a SUBSCRIBE in its order, or {@code null}
 * @param unwanted the filters of an UNSUBSCRIBE, or {@code null}
 * @param done told at UNSUBACK, with {@code null} when the subscriptions have ended
 * @param number of its packet in the connection
 */
record SubscriptionRequest(List<WantedSubscription> wanted, List<String> unwanted, Consumer<UnsubscribeException> done,
        long number, long sentAt) implements PacketOwner {

    /** The same at each connection in which it is asked. */
    Object key() {
        return wanted == null ? unwanted.get(0) : wanted.get(0);
    }

    /** One that was not sent yet. */
    SubscriptionRequest(List<WantedSubscription> wanted, List<String> unwanted, Consumer<UnsubscribeException> done) {
        this(wanted, unwanted, done, 0, 0);
    }

    SubscriptionRequest sentAs(long packet, long now) {
        return new SubscriptionRequest(wanted, unwanted, done, packet, now);
    }

    String packet() {
        return wanted == null ? "UNSUBACK" : "SUBACK";
    }
}
