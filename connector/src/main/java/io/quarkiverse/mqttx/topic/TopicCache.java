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

    /** How many places there are at least. */
    static final int SIZE = 1024;
    /** So many for each filter, so that few of the topics that have one each meet on one place. */
    private static final int PLACES_PER_FILTER = 4;
    private static final int LARGEST = 1 << 18;
    /** Longer topics are not kept: a broker that sends ever new ones of 64 KB must not fill our heap. */
    static final int MAX_LENGTH = 256;

    private String[] topics = new String[SIZE];
    private List<V>[] subscribers = newLists(SIZE);
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

    /**
     * Forgets all.
     *
     * @param filters how many there are in the tree now
     */
    void clear(int filters) {
        long wanted = Math.min((long) PLACES_PER_FILTER * filters, LARGEST);
        if (wanted > topics.length) {
            // the next power of two
            int size = Integer.highestOneBit((int) wanted - 1) << 1;
            topics = new String[size];
            subscribers = newLists(size);
            used = false;
        } else if (used) {
            Arrays.fill(topics, null);
            Arrays.fill(subscribers, null);
            used = false;
        }
    }

    private int place(String topic) {
        int hash = topic.hashCode();
        return (hash ^ hash >>> 16) & topics.length - 1;
    }

    @SuppressWarnings("unchecked")
    private static <V> List<V>[] newLists(int size) {
        return new List[size];
    }
}
