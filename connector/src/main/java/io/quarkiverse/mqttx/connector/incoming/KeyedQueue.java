package io.quarkiverse.mqttx.connector.incoming;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * Messages that wait for demand or for their key. Of each key one message at a time is handed over, in the order of arrival,
 * and the next one when that is settled; messages with other keys overtake those that wait, up to a number of messages in
 * process.
 */
final class KeyedQueue extends WaitingMessages {

    private final MessageKey key;
    private final int maxInProcess;
    /** Of each key that has a message here or in process. */
    private final Map<Object, Lane> lanes = new HashMap<>();
    /** The first message of each lane that has none in process, in the order in which they became the first. */
    private final SparseQueue ready = new SparseQueue();
    /** QoS 0 messages in the order of arrival. */
    private final SparseQueue unacknowledged = new SparseQueue();
    private int inProcess;

    /** @param bufferSize QoS 0 messages that may wait */
    KeyedQueue(MessageKey key, int maxInProcess, int bufferSize) {
        super(bufferSize);
        this.key = key;
        this.maxInProcess = maxInProcess;
    }

    /** The messages with one key. */
    private static final class Lane {
        private final SparseQueue behind = new SparseQueue();
        private boolean inProcess;
    }

    private static final class Waiting {
        private final InboundMessage message;
        private final Object key;
        private final Lane lane;
        private boolean ready;
        private boolean gone;

        private Waiting(InboundMessage message, Object key, Lane lane) {
            this.message = message;
            this.key = key;
            this.lane = lane;
        }
    }

    /** Of it any message may be gone, wherever it stands; their places are taken away when they are many. */
    private static final class SparseQueue {

        private static final int TOLERATED = 64;

        private final ArrayDeque<Waiting> places = new ArrayDeque<>(2);
        private int gone;

        private boolean isEmpty() {
            return places.size() == gone;
        }

        private void add(Waiting waiting) {
            places.add(waiting);
        }

        /** The first that is not gone, or {@code null}. */
        private Waiting poll() {
            Waiting waiting;
            while ((waiting = places.poll()) != null && waiting.gone) {
                gone--;
            }
            return waiting;
        }

        /** The first QoS 1 or 2 message, or {@code null}. */
        private InboundMessage firstOwed() {
            return places.stream().map(waiting -> waiting.message).filter(message -> message.packet().qos() > 0).findFirst()
                    .orElse(null);
        }

        /** One in here is gone from now on. */
        private void oneIsGone() {
            if (++gone > TOLERATED && 2 * gone > places.size()) {
                places.removeIf(waiting -> waiting.gone);
                gone = 0;
            }
        }

        private void clear(Consumer<InboundMessage> abandoned) {
            for (Waiting waiting = poll(); waiting != null; waiting = poll()) {
                if (waiting.message.packet().qos() > 0) {
                    abandoned.accept(waiting.message);
                }
            }
        }
    }

    /** Whether no message may be handed over now. */
    @Override
    boolean isEmpty() {
        return ready.isEmpty() || inProcess >= maxInProcess;
    }

    @Override
    void append(InboundMessage message) {
        Object of = key.of(message.packet());
        Lane lane = lanes.get(of);
        boolean first = lane == null;
        if (first) {
            lane = new Lane();
            lanes.put(of, lane);
        }
        Waiting waiting = new Waiting(message, of, lane);
        if (first) {
            makeReady(waiting);
        } else {
            lane.behind.add(waiting);
        }
        if (message.packet().qos() == 0) {
            unacknowledged.add(waiting);
        }
    }

    private void makeReady(Waiting waiting) {
        waiting.ready = true;
        ready.add(waiting);
    }

    @Override
    InboundMessage removeQos0() {
        Waiting victim = unacknowledged.poll();
        victim.gone = true;
        if (victim.ready) {
            ready.oneIsGone();
            next(victim.key, victim.lane);
        } else {
            victim.lane.behind.oneIsGone();
        }
        return victim.message;
    }

    @Override
    InboundMessage removeNext() {
        Waiting waiting = isEmpty() ? null : ready.poll();
        if (waiting == null) {
            return null;
        }
        if (waiting.message.packet().qos() == 0) {
            waiting.gone = true;
            unacknowledged.oneIsGone();
        }
        waiting.lane.inProcess = true;
        inProcess++;
        return waiting.message;
    }

    /** Lets the next message with the key of this one go. */
    @Override
    void settled(InboundMessage message) {
        Object of = key.of(message.packet());
        Lane lane = lanes.get(of);
        inProcess--;
        lane.inProcess = false;
        next(of, lane);
    }

    /** Others wait for one that is in process. */
    @Override
    InboundMessage firstOwed() {
        return inProcess >= maxInProcess ? null : ready.firstOwed();
    }

    /** The first message of the lane is through or dropped, and the one behind it takes its place. */
    private void next(Object of, Lane lane) {
        Waiting waiting = lane.behind.poll();
        if (waiting == null) {
            lanes.remove(of);
        } else {
            makeReady(waiting);
        }
    }

    @Override
    void removeAll(Consumer<InboundMessage> abandoned) {
        ready.clear(abandoned);
        lanes.values().forEach(lane -> lane.behind.clear(abandoned));
        lanes.values().removeIf(lane -> !lane.inProcess);
        unacknowledged.clear(message -> {
        });
    }
}
