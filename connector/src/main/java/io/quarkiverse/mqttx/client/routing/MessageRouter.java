package io.quarkiverse.mqttx.client.routing;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.session.InboundListener;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTree;

/**
 * Finds the recipients of a message: by the identifiers of the subscriptions for which it was sent, else by its topic. A
 * message that nobody wants is acknowledged and counted, for otherwise it would block the window for ever; one whose recipient
 * has just gone while the subscription is still wanted is kept by the broker instead.
 */
@OnEventLoop
public final class MessageRouter implements InboundListener {

    /** What the router does to a message itself. */
    public interface Disposal {

        /** Called while the message is handed out. */
        void acknowledge(InboundMessage message);

        void leaveUnacked(InboundMessage message);
    }

    private static final Logger LOG = Logger.getLogger(MessageRouter.class);

    /** Topics without a recipient that are named in the log. */
    private static final int WARNINGS = 10;
    private static final int ENDED = 64;

    private final ConnectionName name;
    private final Disposal disposal;
    private final RoutePlan plan;
    private final TopicTree<Route> routes;
    private final IdentifiedRoutes identified = new IdentifiedRoutes();
    private final Map<Route, Set<TopicFilter>> filters = new HashMap<>();
    private final Set<String> subscribed = new HashSet<>();
    /** Filters whose recipient has gone and which are still subscribed; the value says nothing. */
    private final TopicTree<Boolean> abandoned = new TopicTree<>();
    /** Taken back lately, so that what still comes for them is nothing that an earlier process has left behind. */
    private final ArrayDeque<TopicFilter> ended = new ArrayDeque<>();
    private final Set<String> warned = new HashSet<>();
    private boolean delivering;
    private boolean stopped;
    private volatile long unrouted;

    public MessageRouter(ConnectionName name, Disposal disposal, RoutePlan plan) {
        this.name = name;
        this.disposal = disposal;
        this.plan = plan;
        this.routes = plan.tree();
    }

    public void add(List<TopicFilter> topicFilters, Route route) {
        boolean added = !filters.containsKey(route);
        filters.computeIfAbsent(route, first -> new HashSet<>()).addAll(topicFilters);
        topicFilters.forEach(filter -> identified.add(filter, route));
        if (added && plan.take(topicFilters, route)) {
            return;
        }
        for (TopicFilter filter : topicFilters) {
            routes.add(filter, route);
            abandoned.remove(filter, true);
        }
    }

    /** Messages may come from now on: what was planned and has no recipient by now is not wanted. */
    public void start() {
        plan.close();
    }

    public void remove(Route route) {
        Set<TopicFilter> own = filters.remove(route);
        if (own == null) {
            return;
        }
        routes.remove(route);
        for (TopicFilter filter : own) {
            identified.remove(filter, route);
            if (subscribed.contains(filter.text())) {
                abandoned.add(filter, true);
            }
        }
    }

    /** The filter is asked for from now on, under this identifier. */
    public void subscribed(String filter, int identifier) {
        subscribed.add(filter);
        identified.subscribed(filter, identifier);
    }

    /** Nobody wants the filter any more: what still comes for it may be acknowledged. */
    public void unsubscribed(String filter) {
        subscribed.remove(filter);
        identified.unsubscribed(filter);
        TopicFilter end = TopicFilter.of(filter);
        abandoned.remove(end, true);
        ended.add(end);
        if (ended.size() > ENDED) {
            ended.remove();
        }
    }

    /** From now on nothing is handed out or acknowledged: the broker keeps what still comes. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void deliver(InboundMessage message) {
        if (stopped) {
            return;
        }
        List<Route> recipients = recipients(message.packet());
        int count = recipients.size();
        delivering = true;
        try {
            if (count == 0) {
                unwanted(message);
                return;
            }
            if (count > 1) {
                message.expectAcknowledgements(count);
            }
            for (int i = 0; i < count; i++) {
                deliver(message, recipients.get(i));
            }
        } finally {
            delivering = false;
        }
    }

    /** The subscriptions for which it was sent tell more than its topic, where the broker names them. */
    private List<Route> recipients(Publish packet) {
        List<Route> named = packet.properties().isEmpty() ? null : identified.recipients(packet.properties());
        return named == null ? routes.match(packet.topic()) : named;
    }

    /** Whether the caller is called by a recipient that is just getting a message. */
    public boolean isDelivering() {
        return delivering;
    }

    /** Tells all recipients that nothing will come any more. */
    public void failed(Throwable cause) {
        for (Route route : List.copyOf(filters.keySet())) {
            try {
                route.failed(cause);
            } catch (RuntimeException e) {
                LOG.errorf(SafeText.of(e),
                        "%s: a recipient failed when it was told that the connection has failed", name);
            }
        }
    }

    /** Messages that had no recipient. Any thread. */
    @AnyThread
    public long unrouted() {
        return unrouted;
    }

    private void deliver(InboundMessage message, Route route) {
        try {
            route.deliver(message);
        } catch (RuntimeException e) {
            LOG.errorf(SafeText.of(e),
                    "%s: the recipient of a message on topic '%s' failed; the broker keeps the message",
                    name, SafeText.of(message.packet().topic()));
            if (message.packet().qos() > 0) {
                disposal.leaveUnacked(message);
            }
        }
    }

    private void unwanted(InboundMessage message) {
        Publish packet = message.packet();
        if (!abandoned.match(packet.topic()).isEmpty()) {
            if (packet.qos() > 0) {
                disposal.leaveUnacked(message);
            }
            return;
        }
        unrouted = unrouted + 1;
        if (packet.qos() > 0) {
            disposal.acknowledge(message);
        }
        if (ended.stream().anyMatch(filter -> filter.matches(packet.topic()))) {
            LOG.debugf("%s: dropped a message that arrived after the end of its subscription", name);
        } else if (warned.size() < WARNINGS && warned.add(packet.topic())) {
            LOG.warnf("%s: dropped a message on topic '%s', which no channel wants: the session at the broker"
                    + " still has a subscription to it. Unsubscribe it there, or connect once with a clean session"
                    + " (auto-clean-session=true).%s", name, SafeText.of(packet.topic()),
                    warned.size() == WARNINGS ? " Other topics will not be named." : "");
        }
    }
}
