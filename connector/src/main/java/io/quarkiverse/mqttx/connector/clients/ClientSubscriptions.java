package io.quarkiverse.mqttx.connector.clients;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.connector.incoming.IncomingChannel;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.vertx.core.Future;

/** The active subscriptions of a client. For any thread. */
@AnyThread
final class ClientSubscriptions {

    private static final Logger log = Logger.getLogger(ClientSubscriptions.class);

    private final Supplier<ClientResources> connection;
    private final Set<ClientSubscription> open = ConcurrentHashMap.newKeySet();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Map<String, Mailbox> mailboxes = new HashMap<>();

    ClientSubscriptions(Supplier<ClientResources> connection) {
        this.connection = connection;
    }

    /**
     * A new one, which the broker is not asked for yet.
     *
     * @throws IllegalArgumentException when it is nothing to ask a broker for
     */
    ClientSubscription begin(List<Subscription> wanted) {
        check(wanted);
        warnOfOverlap(wanted);
        ClientSubscription subscription = new ClientSubscription(connection.get(), wanted, open::remove);
        open.add(subscription);
        return subscription;
    }

    private void check(List<Subscription> wanted) {
        Set<String> filters = new HashSet<>();
        for (Subscription subscription : wanted) {
            String problem = TopicFilter.problem(subscription.filter());
            if (problem != null) {
                throw new IllegalArgumentException(problem);
            }
            if (subscription.qos() < 0 || subscription.qos() > 2) {
                throw new IllegalArgumentException("there is no QoS " + subscription.qos() + " in MQTT; use 0, 1 or 2");
            }
            if (!filters.add(subscription.filter())) {
                throw new IllegalArgumentException("the topic filter '" + subscription.filter() + "' occurs twice");
            }
        }
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to subscribe to");
        }
    }

    /** Where the broker says for which subscription it sends a message, the copies of it are told apart. */
    private void warnOfOverlap(List<Subscription> wanted) {
        NegotiatedSettings negotiated = connection.get().client().status().negotiated();
        if (negotiated == null || negotiated.version().is5() && negotiated.subscriptionIdentifierAvailable()) {
            return;
        }
        for (Subscription subscription : wanted) {
            TopicFilter filter = TopicFilter.of(subscription.filter());
            boolean overlaps = connection.get().connection().disturbs(List.of(subscription))
                    || filters().stream().map(TopicFilter::of)
                            .anyMatch(other -> !other.equals(filter) && other.overlaps(filter));
            if (overlaps && warned.add(subscription.filter())) {
                log.warnf("MQTT client '%s': the topic filter '%s' overlaps with another one of the same connection; a broker"
                        + " may send a message once for each of them, and all recipients would get it twice. Use a client with"
                        + " a connection of its own (mp.messaging.client.<name>.*)", connection.get().incoming().channel(),
                        subscription.filter());
            }
        }
    }

    /** What arrives for the filter, from the first call on; at this QoS when this is the first. */
    synchronized Mailbox mailbox(String filter, int qos) {
        Mailbox mailbox = mailboxes.get(filter);
        if (mailbox == null) {
            ClientSubscription subscription = begin(List.of(Subscription.of(filter, qos)));
            mailbox = new Mailbox(connection.get().client().context());
            mailboxes.put(filter, mailbox);
            Mailbox own = mailbox;
            subscription.messages().onTermination().invoke(() -> forget(filter, own)).subscribe().withSubscriber(own);
        }
        return mailbox;
    }

    private synchronized void forget(String filter, Mailbox mailbox) {
        mailboxes.remove(filter, mailbox);
    }

    /** Ends whatever was subscribed to through these filters; each completes when the broker has confirmed. */
    List<Future<Void>> end(Set<String> filters) {
        List<Future<Void>> confirmed = new ArrayList<>();
        for (ClientSubscription subscription : open) {
            Set<String> common = new HashSet<>(subscription.filters());
            common.retainAll(filters);
            if (!common.isEmpty()) {
                confirmed.add(subscription.end(common));
            }
        }
        return confirmed;
    }

    Set<String> filters() {
        return open.stream().flatMap(subscription -> subscription.filters().stream()).collect(Collectors.toSet());
    }

    List<IncomingChannel> channels() {
        return open.stream().map(ClientSubscription::channel).toList();
    }
}
