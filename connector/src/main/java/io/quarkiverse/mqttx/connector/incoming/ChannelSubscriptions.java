package io.quarkiverse.mqttx.connector.incoming;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.connection.SubscriptionObserver;
import io.quarkiverse.mqttx.connector.connection.SubscriptionState;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.vertx.core.Future;

/** The subscriptions of an incoming channel at the broker: subscribes once, and unsubscribes at the end. For any thread. */
final class ChannelSubscriptions {

    private static final Logger log = Logger.getLogger(ChannelSubscriptions.class);

    private final String channel;
    private final ReconnectingClient client;
    private final List<SubscriptionState> states = new CopyOnWriteArrayList<>();
    private final AtomicBoolean wanted = new AtomicBoolean();
    /** The application starts, and they will be asked for. */
    private volatile boolean expected;
    private volatile boolean closed;

    ChannelSubscriptions(IncomingSettings settings, ReconnectingClient client, SubscriptionObserver observer) {
        this.channel = settings.channel();
        this.client = client;
        this.expected = !settings.subscription().onDemand();
        for (Subscription subscription : settings.subscription().filters()) {
            states.add(new SubscriptionState(channel, subscription, observer));
        }
    }

    /** Whether messages come through all of them. */
    ChannelHealth health() {
        if (!wanted.get()) {
            // Who has taken the subscriptions back, or wants none yet, misses nothing
            return expected ? ChannelHealth.notReady(channel, "not subscribed yet, because the application has not started")
                    : ChannelHealth.ok(channel);
        }
        ConnectionStatus status = client.status();
        if (!status.isConnected()) {
            return ChannelHealth.notReady(channel, status.reason() == null ? "not connected yet" : status.reason());
        }
        return states.stream().map(SubscriptionState::problem).filter(Objects::nonNull).findFirst()
                .map(problem -> ChannelHealth.notReady(channel, problem)).orElseGet(() -> ChannelHealth.ok(channel));
    }

    /** Asks the broker for them; false when that was done already. */
    boolean open() {
        if (wanted.getAndSet(true)) {
            return false;
        }
        expected = false;
        closed = false;
        states.forEach(state -> client.subscribe(state.subscription(), state));
        return true;
    }

    /** Takes them back until they are asked for again; false when they are not wanted anyway. */
    boolean close() {
        if (!wanted.getAndSet(false)) {
            return false;
        }
        closed = true;
        for (SubscriptionState state : states) {
            String filter = state.subscription().filter();
            client.unsubscribe(filter, state).onFailure(cause -> log.warnf(SafeText.of(cause),
                    "Channel '%s': the broker has not confirmed the end of the subscription to '%s'", channel, filter));
        }
        return true;
    }

    /** Whether they were taken back, and what still comes is not wanted now. */
    boolean isClosed() {
        return closed;
    }

    /** Takes these back for good; completes when the broker has confirmed. */
    Future<Void> remove(Set<String> filters) {
        List<Future<Void>> confirmed = new ArrayList<>();
        for (SubscriptionState state : states) {
            String filter = state.subscription().filter();
            if (filters.contains(filter) && states.remove(state)) {
                confirmed.add(client.unsubscribe(filter, state));
            }
        }
        return Future.join(confirmed).mapEmpty();
    }

    /** The filters of those that are left. */
    List<TopicFilter> filters() {
        return states.stream().map(state -> TopicFilter.of(state.subscription().filter())).toList();
    }
}
