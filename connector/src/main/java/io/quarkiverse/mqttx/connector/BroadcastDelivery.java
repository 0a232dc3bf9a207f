package io.quarkiverse.mqttx.connector;

/** A message that goes to several consumers of a channel: the broker is told when all of them have acknowledged. */
final class BroadcastDelivery {

    private int missing;
    private boolean withheld;

    BroadcastDelivery(int consumers) {
        this.missing = consumers;
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
