package io.quarkiverse.mqttx.topic;

import java.util.ArrayList;
import java.util.List;

/**
 * One level of the filters in a {@link TopicTree}. The children stand in a hash table of its own kind, so that a level is
 * looked up as a region of the topic, without cutting it out.
 *
 * @param <V> the subscribers
 */
final class TopicNode<V> {

    private final TopicNode<V> parent;
    private final String level;
    private final int hash;
    /** The next child of the parent in the same bucket. */
    private TopicNode<V> next;

    private TopicNode<V>[] buckets;
    private int children;
    private final List<V> here = new ArrayList<>(1);
    private final List<V> below = new ArrayList<>(1);

    TopicNode(TopicNode<V> parent, String level) {
        this.parent = parent;
        this.level = level;
        this.hash = hash(level, 0, level.length());
    }

    TopicNode<V> parent() {
        return parent;
    }

    /** Whose filter ends with this level. A subscriber stands here once for each of its filters: with and without a group. */
    List<V> here() {
        return here;
    }

    /** Whose filter ends with {@code #} after this level. */
    List<V> below() {
        return below;
    }

    List<V> subscribersOf(TopicFilter filter) {
        return filter.matchFilter().endsWith("#") ? below : here;
    }

    boolean isEmpty() {
        return children == 0 && here.isEmpty() && below.isEmpty();
    }

    /** The child for the level that stands in the text between two indexes, or {@code null}. */
    TopicNode<V> child(String text, int from, int end) {
        if (children == 0) {
            return null;
        }
        int wanted = hash(text, from, end);
        TopicNode<V> child = buckets[bucket(wanted)];
        while (child != null
                && !(child.hash == wanted && child.level.length() == end - from && text.startsWith(child.level, from))) {
            child = child.next;
        }
        return child;
    }

    /** Adds a child for a level that has none yet. */
    TopicNode<V> add(String childLevel) {
        if (buckets == null) {
            buckets = newBuckets(2);
        } else if (children == buckets.length) {
            grow();
        }
        TopicNode<V> child = new TopicNode<>(this, childLevel);
        link(child);
        children++;
        return child;
    }

    void remove(TopicNode<V> child) {
        int bucket = bucket(child.hash);
        if (buckets[bucket] == child) {
            buckets[bucket] = child.next;
        } else {
            TopicNode<V> before = buckets[bucket];
            while (before.next != child) {
                before = before.next;
            }
            before.next = child.next;
        }
        children--;
    }

    private void grow() {
        TopicNode<V>[] old = buckets;
        buckets = newBuckets(old.length * 2);
        for (TopicNode<V> child : old) {
            while (child != null) {
                TopicNode<V> following = child.next;
                link(child);
                child = following;
            }
        }
    }

    private void link(TopicNode<V> child) {
        int bucket = bucket(child.hash);
        child.next = buckets[bucket];
        buckets[bucket] = child;
    }

    private int bucket(int hash) {
        return hash & buckets.length - 1;
    }

    private static int hash(String text, int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash ^ hash >>> 16;
    }

    @SuppressWarnings("unchecked")
    private static <V> TopicNode<V>[] newBuckets(int size) {
        return new TopicNode[size];
    }
}
