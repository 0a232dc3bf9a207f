package io.quarkiverse.mqttx.session;

import java.util.List;

/**
 * A SUBSCRIBE or UNSUBSCRIBE that waits for its acknowledgement.
 *
 * @param wanted the subscriptions of a SUBSCRIBE in its order, or {@code null}
 * @param unwanted the filters of an UNSUBSCRIBE, or {@code null}
 * @param done runs at UNSUBACK
 */
record SubscriptionRequest(List<WantedSubscription> wanted, List<String> unwanted, Runnable done,
        long sentAt) implements PacketOwner {

    String packet() {
        return wanted == null ? "UNSUBACK" : "SUBACK";
    }
}
