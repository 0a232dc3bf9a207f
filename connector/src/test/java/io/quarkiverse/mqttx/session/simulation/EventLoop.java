package io.quarkiverse.mqttx.session.simulation;

import java.util.PriorityQueue;

/** The time of the simulated world, in milliseconds, and what is to happen in it. Events of one moment run in their order. */
final class EventLoop {

    static final class Event implements Comparable<Event> {

        private final long at;
        private final long sequence;
        private Runnable action;

        private Event(long at, long sequence, Runnable action) {
            this.at = at;
            this.sequence = sequence;
            this.action = action;
        }

        void cancel() {
            action = null;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long sequence;
    private long steps;

    long now() {
        return now;
    }

    /** Events that have run. */
    long steps() {
        return steps;
    }

    Event at(long time, Runnable action) {
        Event event = new Event(Math.max(time, now), sequence++, action);
        events.add(event);
        return event;
    }

    Event after(long delay, Runnable action) {
        return at(now + delay, action);
    }

    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at <= end) {
            Event event = events.poll();
            now = event.at;
            if (event.action != null) {
                steps++;
                event.action.run();
            }
        }
        now = end;
    }
}
