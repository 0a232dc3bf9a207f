package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.Subscription;

/** A subscription that the application wants, with the answer of the broker. */
final class WantedSubscription {

    private static final int NOT_GRANTED = -1;

    final Subscription subscription;
    final SubscriptionListener listener;
    /** The same as long as the filter is wanted. */
    final int identifier;
    /** The broker was asked without an identifier, because it had refused those. */
    boolean askedWithoutIdentifier;
    private boolean givenUp;
    private int grantedQos = NOT_GRANTED;

    WantedSubscription(Subscription subscription, SubscriptionListener listener, int identifier) {
        this.subscription = subscription;
        this.listener = listener;
        this.identifier = identifier;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    boolean isGranted() {
        return grantedQos != NOT_GRANTED;
    }

    void granted(int qos) {
        grantedQos = qos;
        listener.granted(qos);
    }

    void refused(int reasonCode, String reason) {
        grantedQos = NOT_GRANTED;
        listener.refused(reasonCode, reason);
    }

    /** The broker ends the connection whenever it is asked, so it is not asked again. */
    void giveUp(String reason) {
        givenUp = true;
        grantedQos = NOT_GRANTED;
        listener.givenUp(reason);
    }

    /** The session at the broker goes on, and this subscription with it. */
    void stillGranted() {
        listener.granted(grantedQos);
    }

    /** The session at the broker is gone. */
    void lost() {
        grantedQos = NOT_GRANTED;
    }
}
