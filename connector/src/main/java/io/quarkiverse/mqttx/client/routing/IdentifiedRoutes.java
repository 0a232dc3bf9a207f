package io.quarkiverse.mqttx.client.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netty.util.collection.IntObjectHashMap;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.topic.TopicFilter;

/**
 * Finds the recipients of a message by the identifiers of the subscriptions for which the broker has sent it (MQTT-5.0
 * §3.3.4). A broker that sends a copy for each of several filters says so, and each copy goes to whom its filter belongs;
 * one that sends a message once names all of them. Costs a look into a table, and allocates nothing.
 */
final class IdentifiedRoutes {

    /** A subscription and who has registered a route with just its filter. */
    private static final class Entry {

        private final int identifier;
        private final String filter;
        private List<Route> routes = List.of();
        /** There is or was a route, so when there is none the message is nobody else's. */
        private boolean routed;
        /** Not asked for any more; what still comes is for those who have not gone. */
        private boolean over;

        private Entry(int identifier, String filter) {
            this.identifier = identifier;
            this.filter = filter;
        }
    }

    private final Map<String, List<Route>> routes = new HashMap<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private final IntObjectHashMap<Entry> byIdentifier = new IntObjectHashMap<>();
    /** What was asked for in this process; all others are of an earlier one. */
    private int first;
    private int last;
    private final List<Route> several = new ArrayList<>();

    void add(TopicFilter filter, Route route) {
        List<Route> more = new ArrayList<>(routes.getOrDefault(filter.text(), List.of()));
        more.add(route);
        set(filter.text(), List.copyOf(more));
    }

    void remove(TopicFilter filter, Route route) {
        List<Route> less = new ArrayList<>(routes.getOrDefault(filter.text(), List.of()));
        less.remove(route);
        set(filter.text(), List.copyOf(less));
    }

    private void set(String filter, List<Route> recipients) {
        if (recipients.isEmpty()) {
            routes.remove(filter);
        } else {
            routes.put(filter, recipients);
        }
        Entry entry = entries.get(filter);
        if (entry != null) {
            entry.routes = recipients;
            entry.routed |= !recipients.isEmpty();
            if (entry.over && recipients.isEmpty()) {
                remove(filter);
            }
        }
    }

    /** The filter is asked for under this identifier. */
    void subscribed(String filter, int identifier) {
        Entry before = entries.get(filter);
        if (before != null && before.identifier == identifier) {
            before.over = false;
            return;
        }
        if (before != null) {
            remove(filter);
        }
        Entry entry = new Entry(identifier, filter);
        entries.put(filter, entry);
        first = first == 0 ? identifier : first;
        last = identifier;
        byIdentifier.put(identifier, entry);
        set(filter, routes.getOrDefault(filter, List.of()));
    }

    /** What still comes under its identifier is for those who are registered, and for nobody when they have gone. */
    void unsubscribed(String filter) {
        Entry entry = entries.get(filter);
        if (entry != null) {
            entry.over = true;
            if (entry.routes.isEmpty()) {
                remove(filter);
            }
        }
    }

    private void remove(String filter) {
        byIdentifier.remove(entries.remove(filter).identifier);
    }

    /**
     * The recipients, each once; {@code null} when the identifiers do not tell: there are none, or the broker has them from an
     * earlier process. Valid until the next call.
     */
    List<Route> recipients(Properties properties) {
        List<Route> found = null;
        for (int place = properties.next(Property.SUBSCRIPTION_IDENTIFIER, -1); place >= 0; place = properties
                .next(Property.SUBSCRIPTION_IDENTIFIER, place)) {
            List<Route> more = recipients((int) properties.numberAt(place, Property.SUBSCRIPTION_IDENTIFIER));
            if (more == null) {
                return null;
            }
            found = found == null ? more : union(found, more);
        }
        return found;
    }

    private List<Route> recipients(int identifier) {
        Entry entry = byIdentifier.get(identifier);
        if (entry != null) {
            return entry.routed ? entry.routes : null;
        }
        return first <= identifier && identifier <= last ? List.of() : null;
    }

    private List<Route> union(List<Route> some, List<Route> more) {
        if (some != several) {
            several.clear();
            collect(some);
        }
        collect(more);
        return several;
    }

    private void collect(List<Route> some) {
        for (int i = 0; i < some.size(); i++) {
            if (!several.contains(some.get(i))) {
                several.add(some.get(i));
            }
        }
    }
}
