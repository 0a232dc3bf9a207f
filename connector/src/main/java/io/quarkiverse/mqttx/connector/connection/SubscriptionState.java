package io.quarkiverse.mqttx.connector.connection;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.SubscriptionListener;

/** The state of one subscription of a channel, as the broker has answered it. Readable on any thread. */
public final class SubscriptionState implements SubscriptionListener {

    private static final Logger log = Logger.getLogger(SubscriptionState.class);

    private final String channel;
    private final Subscription subscription;
    private final SubscriptionObserver observer;
    private volatile String problem;

    public SubscriptionState(String channel, Subscription subscription, SubscriptionObserver observer) {
        this.channel = channel;
        this.observer = observer;
        this.subscription = subscription;
        this.problem = "subscription to '" + subscription.filter() + "' not answered by the broker yet";
    }

    public Subscription subscription() {
        return subscription;
    }

    @Override
    public void granted(int qos) {
        problem = null;
        observer.granted(subscription.filter(), qos);
        if (qos < subscription.qos()) {
            log.warnf("Channel '%s': the broker grants QoS %d instead of %d for the subscription to '%s'", channel, qos,
                    subscription.qos(), subscription.filter());
        } else {
            log.debugf("Channel '%s': subscribed to '%s' at QoS %d", channel, subscription.filter(), qos);
        }
    }

    @Override
    public void refused(int reasonCode, String reason) {
        refused(reasonCode, reason, "it is asked for again at the next connection");
    }

    @Override
    public void givenUp(String reason) {
        refused(ReasonCode.UNSPECIFIED_ERROR, reason, "it is asked for again when the application starts again");
    }

    private void refused(int reasonCode, String reason, String whatFollows) {
        String code = ReasonCode.describe(reasonCode);
        String text = "subscription to '" + subscription.filter() + "' refused: "
                + (reason == null || reason.isEmpty() ? code : reason.contains(code) ? reason : code + ": " + reason);
        problem = text;
        if (observer.refused(subscription.filter(), reasonCode, text)) {
            return;
        }
        log.errorf("Channel '%s': %s; %s", channel, text, whatFollows);
    }

    /** Why no message comes through this subscription, or {@code null}. */
    public String problem() {
        return problem;
    }
}
