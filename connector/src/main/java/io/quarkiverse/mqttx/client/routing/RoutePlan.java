package io.quarkiverse.mqttx.client.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;

import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTree;

/**
 * The routes of one connection, made before there are recipients: a tree with places, which recipients with the same filters
 * take later. What nobody has taken when the connection starts goes; a recipient with other filters is added as ever. To be
 * used for one connection only.
 */
public final class RoutePlan {

    private final TopicTree<Route> tree = new TopicTree<>();
    private final List<Place> places = new ArrayList<>();
    private volatile int taken;

    /** @param recipients the filters of each */
    public RoutePlan(Collection<List<TopicFilter>> recipients) {
        for (List<TopicFilter> filters : recipients) {
            Place place = new Place(new HashSet<>(filters));
            places.add(place);
            filters.forEach(filter -> tree.add(filter, place));
        }
    }

    TopicTree<Route> tree() {
        return tree;
    }

    /** How many recipients have taken their places. */
    public int taken() {
        return taken;
    }

    /** Lets the recipient take a place with just these filters; false when there is none. */
    boolean take(List<TopicFilter> filters, Route route) {
        for (Iterator<Place> free = places.iterator(); free.hasNext();) {
            Place place = free.next();
            if (place.filters.equals(new HashSet<>(filters))) {
                free.remove();
                taken = taken + 1;
                return tree.replace(place, route);
            }
        }
        return false;
    }

    /** Removes the places that nobody has taken. */
    void close() {
        places.forEach(tree::remove);
        places.clear();
    }

    /** No record: places with the same filters are different ones. */
    private static final class Place implements Route {

        private final HashSet<TopicFilter> filters;

        private Place(HashSet<TopicFilter> filters) {
            this.filters = filters;
        }

        @Override
        public void deliver(InboundMessage message) {
            throw new IllegalStateException("nobody has taken the route to " + filters);
        }

        @Override
        public void failed(Throwable cause) {
            // nobody to tell
        }
    }
}
