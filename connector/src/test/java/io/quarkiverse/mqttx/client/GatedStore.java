package io.quarkiverse.mqttx.client;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.session.KeptSession;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;

/** A store in memory whose commits wait until the test lets them go on, or fail. */
final class GatedStore implements ChangeStore {

    private final Semaphore gate = new Semaphore(0);
    private final List<List<SessionChange>> commits = new CopyOnWriteArrayList<>();
    private final KeptSession kept = new KeptSession();
    private final AtomicInteger begun = new AtomicInteger();
    private volatile String failure;
    private volatile boolean closed;

    /** One whose commits go on at once. */
    static GatedStore open() {
        GatedStore store = new GatedStore();
        store.letAll();
        return store;
    }

    /** Lets one commit go on. */
    void letOne() {
        gate.release();
    }

    void letAll() {
        gate.release(1_000_000);
    }

    /** From now on commits fail, until this is called with {@code null}. */
    void failWith(String reason) {
        failure = reason;
    }

    /** Waits until so many commits have begun, of which the last one may be waiting. */
    void awaitBegun(int count) {
        await(count + " commits").atMost(ClientFixture.PATIENCE).until(() -> begun.get() >= count);
    }

    boolean isClosed() {
        return closed;
    }

    /** The kinds of the changes, commit by commit. */
    List<List<String>> commits() {
        List<List<String>> names = new ArrayList<>();
        commits.forEach(commit -> names.add(commit.stream().map(change -> change.getClass().getSimpleName()).toList()));
        return names;
    }

    @Override
    public synchronized SessionState load() {
        closed = false;
        return kept.build();
    }

    @Override
    public void commit(List<SessionChange> changes) throws IOException {
        begun.incrementAndGet();
        gate.acquireUninterruptibly();
        if (failure != null) {
            throw new IOException(failure);
        }
        synchronized (this) {
            changes.forEach(kept::apply);
        }
        commits.add(List.copyOf(changes));
    }

    @Override
    public void close() {
        closed = true;
    }
}
