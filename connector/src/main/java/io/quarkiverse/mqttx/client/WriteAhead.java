package io.quarkiverse.mqttx.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/**
 * Sees to it that no packet goes out before what the session told its journal until then is durable. The changes of a turn
 * are committed together on a worker thread, one commit at a time; those that come meanwhile are the next one. Packets wait
 * in their order, and only while there is something to wait for. Used inside the gate.
 */
final class WriteAhead implements SessionJournal {

    /** Packets that wait; beyond it the session is told that the socket takes no more messages. */
    private static final int MOST_HELD = 4096;

    /** Whose packets these are. */
    interface Owner {

        void storeFailed(String reason);
    }

    /** @param packet {@code null} for the close of the connection */
    private record Held(Connection connection, Packet packet) {
    }

    /** An attempt to connect that waits for the store to work again. */
    private record Retry(Runnable ready, Consumer<String> notReady) {
    }

    private final ChangeStore store;
    private final WorkerExecutor worker;
    private final EventLoopSerializer gate;
    private final MonotonicClock clock;
    private MqttSession session;
    private Owner owner;
    private RestoredMessages restored;

    private List<SessionChange> changes = new ArrayList<>();
    /** What the commit that is under way, or was the last of all and has failed, is about. */
    private List<SessionChange> underWay = List.of();
    /** Those who want to know when the changes are durable. */
    private List<PublishCompletion> accepted = new ArrayList<>();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    /** How many of the packets that wait do so only for the commit that is under way. */
    private int releasable;
    private boolean committing;
    private boolean full;
    /** Why the last commit has failed; {@code null} when it has not. */
    private String problem;
    private Retry retry;
    /** Runs at the end; {@code null} before. */
    private Runnable closing;
    private boolean ended;

    private WriteAhead(ChangeStore store, WorkerExecutor worker, EventLoopSerializer gate, MonotonicClock clock) {
        this.store = store;
        this.worker = worker;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Opens the store, or returns {@code null} where there is none. It gets a thread of its own: those that Vert.x shares out
     * may all be waiting for what is stored here.
     *
     * @throws SessionStoreException when it cannot be opened
     */
    static WriteAhead open(Vertx vertx, ClientSettings settings, EventLoopSerializer gate, MonotonicClock clock) {
        if (settings.keeping() == null) {
            return null;
        }
        ChangeStore store = settings.keeping().store().get();
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("mqtt-session-store-" + settings.name(), 1);
        return new WriteAhead(store, worker, gate, clock);
    }

    private SessionState load() {
        try {
            return store.load();
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    /** Restores the session from what the store has. */
    void serve(MqttSession served, Owner told, ConnectionName name, ClientSettings settings) {
        session = served;
        owner = told;
        SessionState found = load();
        restored = new RestoredMessages(name, found);
        if (!found.isEmpty()) {
            session.restore(found, restored::completion, settings.keeping().expected());
        }
    }

    /** The connection is wanted from now on. */
    void started() {
        restored.announce();
    }

    /** As {@link ReconnectingClient#adopt}. Any thread. */
    Backlog adopt(PublisherQueue share, LongConsumer settled) {
        gate.runAhead(() -> session.outbound().adopt(share));
        return restored.adopt(share.name(), settled);
    }

    @Override
    public void record(SessionChange change) {
        if (changes.isEmpty()) {
            releasable = held.size();
        }
        changes.add(change);
    }

    /** Tells the sender of a message that was just given to the session when it is durable. */
    void accepted(Publish message, PublishCompletion completion) {
        if (!completion.awaitsStore() || message.qos() == 0) {
            return;
        }
        if (changes.isEmpty() && !committing) {
            completion.stored();
        } else {
            accepted.add(completion);
        }
    }

    /** Whether a packet must wait now. */
    boolean holds() {
        return committing || !changes.isEmpty();
    }

    /** The packet goes out when all is durable that was told before, after the packets that wait already. */
    void hold(Connection connection, Packet packet) {
        held.add(new Held(connection, packet));
        if (!full && held.size() >= MOST_HELD) {
            full = true;
            session.writable(false, clock.now());
        }
    }

    /** Closes the network connection when what waits has gone out. */
    void close(Connection connection) {
        if (holds() && problem == null) {
            held.add(new Held(connection, null));
        } else {
            connection.close();
        }
    }

    /** The session is left: what it has told is committed. */
    void turnEnded() {
        if (!committing && problem == null && !changes.isEmpty() && !ended) {
            commit();
        }
    }

    /** Lets an attempt to connect go on as soon as the store works. */
    void whenWorking(Runnable ready, Consumer<String> notReady) {
        if (problem == null) {
            ready.run();
        } else {
            retry = new Retry(ready, notReady);
            problem = null;
            commit();
        }
    }

    private void commit() {
        List<SessionChange> batch = changes;
        List<PublishCompletion> told = accepted;
        committing = true;
        underWay = batch;
        changes = new ArrayList<>();
        accepted = new ArrayList<>();
        worker.executeBlocking(() -> {
            store.commit(batch);
            return null;
        }).onComplete(done -> gate.runAhead(() -> committed(batch, told, done)));
    }

    private void committed(List<SessionChange> batch, List<PublishCompletion> told, AsyncResult<?> done) {
        committing = false;
        underWay = List.of();
        if (done.succeeded()) {
            release(changes.isEmpty() ? held.size() : releasable);
            told.forEach(PublishCompletion::stored);
            proceed(retry == null ? null : retry.ready());
        } else {
            failed(batch, told, done.cause());
        }
        if (closing != null) {
            end();
        }
    }

    private void release(int count) {
        Connection last = null;
        for (int i = 0; i < count; i++) {
            Held next = held.poll();
            last = next.connection();
            if (next.packet() == null) {
                next.connection().close();
            } else {
                next.connection().sendHeld(next.packet());
            }
        }
        releasable = 0;
        if (full && last != null && held.size() < MOST_HELD / 2) {
            full = false;
            if (last.isOpen() && last.isWritable()) {
                session.writable(true, clock.now());
            }
        }
    }

    /** Nothing goes out that is not durable: what was to go out is dropped with the connection, and kept for the next one. */
    private void failed(List<SessionChange> batch, List<PublishCompletion> told, Throwable cause) {
        problem = DisconnectCause.describe(cause);
        batch.addAll(changes);
        changes = batch;
        told.addAll(accepted);
        accepted = told;
        full = false;
        releasable = 0;
        Held next;
        while ((next = held.poll()) != null) {
            if (next.packet() == null) {
                next.connection().close();
            }
        }
        if (retry == null) {
            owner.storeFailed(problem);
        } else {
            Consumer<String> notReady = retry.notReady();
            proceed(() -> notReady.accept(problem));
        }
    }

    private void proceed(Runnable next) {
        retry = null;
        if (next != null) {
            next.run();
        }
    }

    /** Which messages are durable, by their sequence, in which the journal was told of them. */
    LongPredicate isStored() {
        long first = Stream.concat(underWay.stream(), changes.stream()).filter(SessionChange.Accepted.class::isInstance)
                .mapToLong(change -> ((SessionChange.Accepted) change).sequence()).min().orElse(Long.MAX_VALUE);
        return sequence -> sequence < first;
    }

    /** Commits what is left, and closes the store. */
    void end(Runnable closed) {
        closing = closed;
        if (!committing) {
            end();
        }
    }

    private void end() {
        Runnable closed = closing;
        List<SessionChange> last = changes;
        List<PublishCompletion> told = accepted;
        closing = null;
        ended = true;
        underWay = last;
        changes = new ArrayList<>();
        accepted = new ArrayList<>();
        worker.executeBlocking(() -> {
            try {
                if (!last.isEmpty()) {
                    store.commit(last);
                }
            } finally {
                store.close();
            }
            return null;
        }).onComplete(done -> gate.runAhead(() -> {
            worker.close();
            if (done.failed()) {
                owner.storeFailed(DisconnectCause.describe(done.cause()));
            } else {
                underWay = List.of();
                told.forEach(PublishCompletion::stored);
            }
            closed.run();
        }));
    }
}
