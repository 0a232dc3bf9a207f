package io.quarkiverse.mqttx.connector.incoming;

import io.quarkiverse.mqttx.session.model.Rejection;

/**
 * A message that goes to several subscribers of a channel. The broker gets its acknowledgement when all of them have
 * finished, with the first rejection if there was one. When one of them leaves the message unacknowledged, the broker
 * gets none.
 */
final class BroadcastDelivery {

    private int missing;
    private boolean leftUnacked;
    private boolean wantedAgain;
    private Rejection rejection;

    BroadcastDelivery(int subscribers) {
        this.missing = subscribers;
    }

    /**
     * Counts a subscriber that has answered; true for the last that is through with the message.
     *
     * @param reason {@code null} when the subscriber acknowledges
     */
    boolean answered(Rejection reason) {
        rejection = rejection == null ? reason : rejection;
        return --missing == 0;
    }

    /**
     * Counts a subscriber that has given the message up; true for the last that is through with it.
     *
     * @param again whether the connection is to be renewed for it
     */
    boolean leftUnacked(boolean again) {
        leftUnacked = true;
        wantedAgain |= again;
        return --missing == 0;
    }

    /** Whether a subscriber has given it up. */
    boolean isLeftUnacked() {
        return leftUnacked;
    }

    /** Whether a subscriber that has given it up wants it soon again. */
    boolean isWantedAgain() {
        return wantedAgain;
    }

    /** What the broker is told in the end; {@code null} when no subscriber has rejected the message. */
    Rejection rejection() {
        return rejection;
    }
}
