package io.quarkiverse.mqttx.connector;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where the broker has refused replies lately. A broker that ends the connection with the refusal, as mosquitto 2.0 does, never
 * reads the acknowledgement of the request, and sends it again: its reply is not tried another time then. For any thread.
 */
final class RefusedReplies {

    private static final int REMEMBERED = 64;

    private final Set<String> topics = new LinkedHashSet<>();

    synchronized void add(String topic) {
        if (topics.add(topic) && topics.size() > REMEMBERED) {
            topics.remove(topics.iterator().next());
        }
    }

    synchronized boolean contains(String topic) {
        return topics.contains(topic);
    }
}
