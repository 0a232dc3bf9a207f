package io.quarkiverse.mqttx.sample;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

/** The recent past, so that a page that is opened now has something to show. Bounded, whatever anybody publishes. */
@ApplicationScoped
class History {

    private static final int MAX_READINGS = 1_000;
    private static final int MAX_SENSORS = 100;
    private static final int MAX_MESSAGES = 30;

    private final Deque<Temperature> readings = new ArrayDeque<>();
    private final Deque<Average> averages = new ArrayDeque<>();
    private final Map<String, Alarm> alarms = new LinkedHashMap<>();
    private final Deque<SeenMessage> messages = new ArrayDeque<>();

    /** All of it at one moment, oldest first. */
    record Snapshot(List<Temperature> readings, List<Average> averages, List<Alarm> alarms, List<SeenMessage> messages) {
    }

    synchronized void add(Temperature reading) {
        add(readings, reading, MAX_READINGS);
    }

    synchronized void add(Average average) {
        add(averages, average, MAX_READINGS);
    }

    /** Returns whether it is raised only now. */
    synchronized boolean add(Alarm alarm) {
        Alarm before = alarms.remove(alarm.sensor());
        alarms.put(alarm.sensor(), alarm);
        if (alarms.size() > MAX_SENSORS) {
            // The sensor that was silent for longest makes room
            Collection<String> sensors = alarms.keySet();
            sensors.remove(sensors.iterator().next());
        }
        return alarm.active() && (before == null || !before.active());
    }

    synchronized void add(SeenMessage message) {
        add(messages, message, MAX_MESSAGES);
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(readings), List.copyOf(averages), List.copyOf(alarms.values()),
                List.copyOf(messages));
    }

    private static <T> void add(Deque<T> deque, T item, int max) {
        deque.addLast(item);
        if (deque.size() > max) {
            deque.removeFirst();
        }
    }
}
