package io.quarkiverse.mqttx.client.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.SubscriptionListener;

/**
 * Several users of a connection may want the same filter, but a session has one subscription for each filter
 * [MQTT-3.8.4-3]: it is the widest of what they want, all of them hear of its fate, and it ends with the last of them. Used on
 * the event loop.
 */
public final class SubscriptionMerger {

    private final Map<String, Shared> byFilter = new HashMap<>();

    /** Adds a user, or changes what it wants. */
    public Shared join(Subscription subscription, SubscriptionListener listener) {
        Shared shared = byFilter.computeIfAbsent(subscription.filter(), filter -> new Shared());
        shared.leave(listener);
        shared.users.add(new User(subscription, listener));
        return shared;
    }

    /** Takes a user away; true when nobody wants the filter any more. */
    public boolean leave(String filter, SubscriptionListener listener) {
        Shared shared = byFilter.get(filter);
        if (shared == null || !shared.leave(listener) || !shared.users.isEmpty()) {
            return false;
        }
        byFilter.remove(filter);
        return true;
    }

    public boolean isWanted(String filter) {
        return byFilter.containsKey(filter);
    }

    private record User(Subscription wanted, SubscriptionListener listener) {
    }

    /** One subscription on behalf of all its users. */
    public static final class Shared implements SubscriptionListener {

        private final List<User> users = new ArrayList<>();

        private Shared() {
        }

        /** The highest QoS; and a message is sent if it would be for any of them. */
        public Subscription subscription() {
            Subscription merged = users.get(0).wanted;
            for (User user : users) {
                Subscription wanted = user.wanted;
                merged = new Subscription(wanted.filter(), Math.max(merged.qos(), wanted.qos()),
                        merged.noLocal() && wanted.noLocal(), merged.retainAsPublished() || wanted.retainAsPublished(),
                        Math.min(merged.retainHandling(), wanted.retainHandling()));
            }
            return merged;
        }

        @Override
        public void granted(int qos) {
            List.copyOf(users).forEach(user -> user.listener.granted(qos));
        }

        @Override
        public void refused(int reasonCode, String reason) {
            List.copyOf(users).forEach(user -> user.listener.refused(reasonCode, reason));
        }

        @Override
        public void givenUp(String reason) {
            List.copyOf(users).forEach(user -> user.listener.givenUp(reason));
        }

        private boolean leave(SubscriptionListener listener) {
            return users.removeIf(user -> user.listener == listener);
        }
    }
}
