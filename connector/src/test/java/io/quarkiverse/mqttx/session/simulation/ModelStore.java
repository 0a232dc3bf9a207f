package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.session.KeptSession;
import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Keeps what must survive the process. What it is told becomes durable some time later, in order, and a packet waits until all
 * is durable that was told before it. A crash leaves what is durable, and perhaps a part of what was being written.
 */
final class ModelStore implements SessionJournal {

    /** Something that must not happen before so many changes are durable. */
    private record Waiting(int changes, Runnable action) {
    }

    private final World world;
    private final List<SessionChange> changes = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** By sequence, the number of the message. */
    private final Map<Long, Integer> numbers = new HashMap<>();
    /** By packet identifier, what is durable of the messages of QoS 2 that were received. */
    private final Map<Integer, Publish> received = new HashMap<>();
    private int durable;
    private long lastCommit;
    private boolean closed;

    ModelStore(World world) {
        this.world = world;
    }

    @Override
    public boolean isKept() {
        return world.scenario.stored;
    }

    @Override
    public void record(SessionChange change) {
        world.trace.add("store", "writes", change);
        changes.add(change);
        if (change instanceof SessionChange.Accepted accepted) {
            numbers.put(accepted.sequence(), Payload.number(accepted.message()));
            world.ledger.sent(accepted.message()).told = true;
        }
        int told = changes.size();
        lastCommit = Math.max(lastCommit, world.loop.now() + world.delay(world.scenario.commitMillis));
        world.loop.at(lastCommit, () -> committed(told));
    }

    private void committed(int told) {
        if (closed) {
            return;
        }
        durable(told);
        while (!waiting.isEmpty() && waiting.peek().changes <= durable) {
            waiting.poll().action.run();
        }
    }

    private void durable(int told) {
        for (; durable < told; durable++) {
            SessionChange change = changes.get(durable);
            if (change instanceof SessionChange.Accepted accepted) {
                world.ledger.sent(accepted.message()).kept = true;
            } else if (change instanceof SessionChange.Received message) {
                received.put(message.message().packetId(), message.message());
                world.ledger.routed(message.message()).kept = true;
            } else if (change instanceof SessionChange.Completed completed && received.containsKey(completed.packetId())) {
                world.ledger.routed(received.remove(completed.packetId())).kept = false;
            }
        }
    }

    /** Does it when all that was told before is durable, and all that came before has been done. */
    void whenDurable(Runnable action) {
        if (isDurable()) {
            action.run();
        } else {
            waiting.add(new Waiting(changes.size(), action));
        }
    }

    /** Whether nothing has to wait. */
    boolean isDurable() {
        return waiting.isEmpty() && durable == changes.size();
    }

    /** When nothing has to wait any more that is told now. */
    long durableAt() {
        return isDurable() ? world.loop.now() : lastCommit;
    }

    /** The process has died; what the next one finds. */
    ModelStore crash() {
        closed = true;
        durable(world.dice.between(durable, changes.size()));
        ModelStore left = new ModelStore(world);
        left.changes.addAll(changes.subList(0, durable));
        left.numbers.putAll(numbers);
        left.received.putAll(received);
        left.durable = durable;
        return left;
    }

    SessionState state() {
        KeptSession state = new KeptSession();
        changes.subList(0, durable).forEach(state::apply);
        return state.build();
    }

    /** Of the message that the session calls so. */
    int number(SessionState.Outgoing outgoing) {
        return numbers.get(outgoing.sequence());
    }

    Ledger.Sent entry(SessionState.Outgoing outgoing) {
        Publish message = outgoing.message();
        return message == null ? world.ledger.sent(number(outgoing)) : world.ledger.sent(message);
    }
}
