package io.quarkiverse.mqttx.connector.outgoing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.mqttx.thread.AnyThread;

/**
 * Remembers for a minute the topics to which the broker has refused the result of a received message. A broker that
 * closes the connection with the refusal, as mosquitto 2.0 does, never reads the acknowledgement of that message and
 * sends it again: the result is not published another time then. For any thread.
 */
@AnyThread
final class RefusedTopics {

    private static final int REMEMBERED = 64;
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> topics = new LinkedHashMap<>();
    /** Read for each message. */
    private volatile boolean none = true;

    boolean isEmpty() {
        return none;
    }

    synchronized void add(String topic, long nanoTime) {
        if (topics.putIfAbsent(topic, nanoTime) == null && topics.size() > REMEMBERED) {
            topics.remove(topics.keySet().iterator().next());
        }
        none = false;
    }

    synchronized boolean contains(String topic, long nanoTime) {
        topics.values().removeIf(since -> nanoTime - since > REMEMBERED_NANOS);
        none = topics.isEmpty();
        return topics.containsKey(topic);
    }
}
