package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.packet.Subscription;

/** A subscription that the application wants, and what the broker made of it. */
final class WantedSubscription {

    private static final int NOT_GRANTED = -1;

    final Subscription subscription;
    final SubscriptionListener listener;
    private int grantedQos = NOT_GRANTED;

    WantedSubscription(Subscription subscription, SubscriptionListener listener) {
        this.subscription = subscription;
        this.listener = listener;
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

    /** The session at the broker goes on, and this subscription with it. */
    void stillGranted() {
        listener.granted(grantedQos);
    }

    /** The session at the broker is gone. */
    void lost() {
        grantedQos = NOT_GRANTED;
    }
}
