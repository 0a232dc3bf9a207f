package io.quarkiverse.mqttx.connector;

import io.quarkiverse.mqttx.session.Rejection;

/**
 * A message that goes to several consumers of a channel: the broker is told when all of them have answered, and of the first
 * rejection if there was one.
 */
final class BroadcastDelivery {

    private int missing;
    private int unsettled;
    private boolean withheld;
    private Rejection rejection;

    BroadcastDelivery(int consumers) {
        this.missing = consumers;
        this.unsettled = consumers;
    }

    /**
     * Counts one consumer's answer; true for the last one, unless another consumer has given the message up.
     *
     * @param reason {@code null} when the consumer acknowledges
     */
    boolean lastAnswer(Rejection reason) {
        rejection = rejection == null ? reason : rejection;
        return --missing == 0 && !withheld;
    }

    /** What the broker is told after the {@link #lastAnswer}; {@code null} when no consumer has rejected the message. */
    Rejection rejection() {
        return rejection;
    }

    /** Counts one consumer that is through with the message, whatever came of it; true for the last one. */
    boolean lastSettled() {
        return --unsettled == 0;
    }

    /** True for the first consumer that gives the message up. */
    boolean firstWithholding() {
        boolean first = !withheld;
        withheld = true;
        return first;
    }
}
