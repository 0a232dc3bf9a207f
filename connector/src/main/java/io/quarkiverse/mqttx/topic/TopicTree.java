package io.quarkiverse.mqttx.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Routes a topic to its subscribers: finding them takes time proportional to the levels of the topic, not to the number of
 * filters, and for a topic seen a moment ago one look into a table.
 * <p>
 * Confined to one thread. What {@link #match} returns stays as it is when the tree changes, so subscribers may come and go
 * while a message is handed round.
 *
 * @param <V> the subscribers, told apart by {@code equals}
 */
public final class TopicTree<V> {

    private final TopicNode<V> root = new TopicNode<>(null, "");
    private final Map<V, Set<TopicFilter>> filters = new HashMap<>();
    private final TopicCache<V> cache = new TopicCache<>();
    /** How many subscriptions there are. */
    private int size;
    /** Collects one result, to spare a list for each topic; empty in between. */
    private final List<V> found = new ArrayList<>();

    /** Lets the subscriber receive what matches the filter. Returns false when it already does. */
    public boolean add(TopicFilter filter, V subscriber) {
        if (!filters.computeIfAbsent(subscriber, s -> new HashSet<>()).add(filter)) {
            return false;
        }
        node(filter, true).subscribersOf(filter).add(subscriber);
        size++;
        cache.clear(size);
        return true;
    }

    /** Ends this one subscription. Returns false when there is none. */
    public boolean remove(TopicFilter filter, V subscriber) {
        Set<TopicFilter> own = filters.get(subscriber);
        if (own == null || !own.remove(filter)) {
            return false;
        }
        if (own.isEmpty()) {
            filters.remove(subscriber);
        }
        removeFromNode(filter, subscriber);
        size--;
        cache.clear(size);
        return true;
    }

    /** Ends all subscriptions of this subscriber. Returns false when it has none. */
    public boolean remove(V subscriber) {
        Set<TopicFilter> own = filters.remove(subscriber);
        if (own == null) {
            return false;
        }
        own.forEach(filter -> removeFromNode(filter, subscriber));
        size -= own.size();
        cache.clear(size);
        return true;
    }

    /** Puts another subscriber, one without subscriptions, in the place of this one. Returns false when it has none. */
    public boolean replace(V subscriber, V other) {
        Set<TopicFilter> own = filters.remove(subscriber);
        if (own == null) {
            return false;
        }
        filters.put(other, own);
        own.forEach(filter -> node(filter, false).subscribersOf(filter)
                .replaceAll(each -> each.equals(subscriber) ? other : each));
        cache.clear(size);
        return true;
    }

    /** Whether nobody subscribes to anything. */
    public boolean isEmpty() {
        return root.isEmpty();
    }

    /**
     * The subscribers to a topic, each once even where several of its filters match; in no particular order, immutable, empty
     * when there is none. The topic must be a valid one.
     */
    public List<V> match(String topic) {
        List<V> subscribers = cache.get(topic);
        if (subscribers == null) {
            collect(root, topic, 0);
            subscribers = List.copyOf(found);
            found.clear();
            cache.put(topic, subscribers);
        }
        return subscribers;
    }

    /**
     * Collects below a node that matches the topic up to {@code from}, where its next level begins, or which is behind its end
     * when there is none. Recurses only where both a literal and {@code +} lead on, so long filters cost no stack.
     */
    private void collect(TopicNode<V> node, String topic, int from) {
        while (node != null) {
            // [MQTT-4.7.2-1]: a wildcard at the beginning does not match "$SYS" and its like
            boolean wildcards = from > 0 || !topic.startsWith("$");
            if (wildcards) {
                collect(node.below());
            }
            if (from > topic.length()) {
                collect(node.here());
                return;
            }
            int end = TopicFilter.levelEnd(topic, from);
            TopicNode<V> literal = node.child(topic, from, end);
            TopicNode<V> any = wildcards ? node.child("+", 0, 1) : null;
            from = end + 1;
            if (literal != null && any != null) {
                collect(any, topic, from);
            }
            node = literal != null ? literal : any;
        }
    }

    private void collect(List<V> subscribers) {
        for (int i = 0; i < subscribers.size(); i++) {
            V subscriber = subscribers.get(i);
            if (!found.contains(subscriber)) {
                found.add(subscriber);
            }
        }
    }

    private void removeFromNode(TopicFilter filter, V subscriber) {
        TopicNode<V> node = node(filter, false);
        node.subscribersOf(filter).remove(subscriber);
        while (node.parent() != null && node.isEmpty()) {
            node.parent().remove(node);
            node = node.parent();
        }
    }

    /** The node of the filter's last level, for {@code #} its parent's. */
    private TopicNode<V> node(TopicFilter filter, boolean create) {
        String text = filter.matchFilter();
        TopicNode<V> node = root;
        for (int from = 0; from <= text.length() && !text.startsWith("#", from);) {
            int end = TopicFilter.levelEnd(text, from);
            TopicNode<V> child = node.child(text, from, end);
            if (child == null && create) {
                child = node.add(text.substring(from, end));
            }
            node = child;
            from = end + 1;
        }
        return node;
    }
}
