package io.quarkiverse.mqttx.connector;

import io.quarkiverse.mqttx.session.Rejection;

/**
 * A message that goes to several consumers of a channel: the broker is told when all of them have answered, and of the first
 * rejection if there was one.
 */
final class BroadcastDelivery {

    private int missing;
    private boolean withheld;
    private Rejection rejection;

    BroadcastDelivery(int consumers) {
        this.missing = consumers;
    }

    /** To be told to the broker after the {@link #lastAcknowledgement}; {@code null} when no consumer rejects the message. */
    Rejection rejection() {
        return rejection;
    }

    /** One consumer rejects the message; {@link #lastAcknowledgement} counts it. */
    void reject(Rejection reason) {
        rejection = rejection == null ? reason : rejection;
    }

    /** Counts one consumer's acknowledgement; true for the last one, unless another consumer has given the message up. */
    boolean lastAcknowledgement() {
        return --missing == 0 && !withheld;
    }

    /** True for the first consumer that gives the message up. */
    boolean firstWithholding() {
        boolean first = !withheld;
        withheld = true;
        return first;
    }
}
