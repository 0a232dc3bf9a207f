package io.quarkiverse.mqttx.session;

import java.util.Arrays;

import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Topic aliases for what we send (MQTT-5.0 §3.3.2.3.4): a topic goes out once with a number, and then as the number alone, for
 * as long as the connection lasts. When all numbers are given, the topic that was not used for longest loses its own. Each
 * message costs the same however many there are, and allocates nothing here.
 */
final class OutboundAliases {

    /** What the property takes, and what it may add to the two length fields before it. */
    private static final int LARGEST_COST = 5;
    /** From here on a topic that is sent twice is worth its alias: 3 bytes more the first time, and 3 or more less then. */
    private static final int SHORTEST_TOPIC = 6;

    private final ConnectionState state;
    private final int configured;
    private int capacity;
    /** How many aliases are given; they are 1 to this. */
    private int size;

    // By alias
    private String[] topics;
    private int[] nextInBucket;
    private int[] moreRecent;
    private int[] lessRecent;

    private int[] buckets;
    private int mostRecent;
    private int leastRecent;

    /** @param configured how many we use at most */
    OutboundAliases(ConnectionState state, int configured) {
        this.state = state;
        this.configured = configured;
    }

    /** The broker knows none yet. */
    void connected() {
        forget();
        capacity = Math.min(configured, state.negotiated().topicAliasMaximum());
    }

    /** The broker knows none any more. */
    void connectionLost() {
        forget();
        capacity = 0;
    }

    private void forget() {
        if (size > 0) {
            Arrays.fill(topics, 1, size + 1, null);
            Arrays.fill(buckets, 0);
            size = 0;
            mostRecent = 0;
            leastRecent = 0;
        }
    }

    /** The message as it goes on the wire now, with an alias in place of the topic where the broker knows one. */
    Publish onWire(Publish message, int packetId, boolean duplicate) {
        if (capacity == 0) {
            return message.qos() == 0 ? message : message.as(packetId, duplicate);
        }
        String topic = message.topic();
        int known = known(topic);
        if (known > 0) {
            return message.as(packetId, duplicate, "", known);
        }
        boolean worthIt = topic.length() >= SHORTEST_TOPIC && PacketSize.publish(message, state.version())
                + (long) LARGEST_COST <= state.negotiated().maximumPacketSize();
        return message.as(packetId, duplicate, topic, worthIt ? give(topic) : 0);
    }

    private int known(String topic) {
        if (size == 0 || topic.equals(topics[mostRecent])) {
            return mostRecent;
        }
        int alias = buckets[bucket(topic)];
        while (alias != 0 && !topic.equals(topics[alias])) {
            alias = nextInBucket[alias];
        }
        if (alias != 0) {
            leaveOrder(alias);
            enterOrder(alias);
        }
        return alias;
    }

    private int give(String topic) {
        if (topics == null || topics.length <= capacity) {
            allocate();
        }
        int alias;
        if (size < capacity) {
            alias = ++size;
        } else {
            alias = leastRecent;
            leaveOrder(alias);
            leaveBucket(alias);
        }
        topics[alias] = topic;
        int bucket = bucket(topic);
        nextInBucket[alias] = buckets[bucket];
        buckets[bucket] = alias;
        enterOrder(alias);
        return alias;
    }

    private void allocate() {
        topics = new String[capacity + 1];
        nextInBucket = new int[capacity + 1];
        moreRecent = new int[capacity + 1];
        lessRecent = new int[capacity + 1];
        buckets = new int[Integer.highestOneBit(capacity) << 1];
    }

    private int bucket(String topic) {
        int hash = topic.hashCode();
        return (hash ^ hash >>> 16) & buckets.length - 1;
    }

    private void leaveBucket(int alias) {
        int bucket = bucket(topics[alias]);
        if (buckets[bucket] == alias) {
            buckets[bucket] = nextInBucket[alias];
        } else {
            int before = buckets[bucket];
            while (nextInBucket[before] != alias) {
                before = nextInBucket[before];
            }
            nextInBucket[before] = nextInBucket[alias];
        }
    }

    private void enterOrder(int alias) {
        moreRecent[alias] = 0;
        lessRecent[alias] = mostRecent;
        if (mostRecent == 0) {
            leastRecent = alias;
        } else {
            moreRecent[mostRecent] = alias;
        }
        mostRecent = alias;
    }

    private void leaveOrder(int alias) {
        int above = moreRecent[alias];
        int below = lessRecent[alias];
        if (above == 0) {
            mostRecent = below;
        } else {
            lessRecent[above] = below;
        }
        if (below == 0) {
            leastRecent = above;
        } else {
            moreRecent[below] = above;
        }
    }
}
