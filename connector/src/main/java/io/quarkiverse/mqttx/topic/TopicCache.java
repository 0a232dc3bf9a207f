package io.quarkiverse.mqttx.topic;

import java.util.Arrays;
import java.util.List;

/**
 * The subscribers to the topics seen last. Each topic has one place, and a new one takes it over: a bounded table without
 * housekeeping, where two busy topics on one place cost no more than a walk through the tree.
 *
 * @param <V> the subscribers
 */
final class TopicCache<V> {

    static final int SIZE = 1024;
    /** Longer topics are not kept: a broker that sends ever new ones of 64 KB must not fill our heap. */
    static final int MAX_LENGTH = 256;

    private final String[] topics = new String[SIZE];
    private final List<V>[] subscribers = newLists();
    private boolean used;

    /** The subscribers to this topic, or {@code null} when they are not known. */
    List<V> get(String topic) {
        int place = place(topic);
        return topic.equals(topics[place]) ? subscribers[place] : null;
    }

    void put(String topic, List<V> matched) {
        if (topic.length() <= MAX_LENGTH) {
            int place = place(topic);
            topics[place] = topic;
            subscribers[place] = matched;
            used = true;
        }
    }

    void clear() {
        if (used) {
            Arrays.fill(topics, null);
            Arrays.fill(subscribers, null);
            used = false;
        }
    }

    private static int place(String topic) {
        int hash = topic.hashCode();
        return (hash ^ hash >>> 16) & SIZE - 1;
    }

    @SuppressWarnings("unchecked")
    private static <V> List<V>[] newLists() {
        return new List[SIZE];
    }
}
