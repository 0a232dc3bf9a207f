package io.quarkiverse.mqttx.connector.outgoing;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;

/**
 * Counts the messages and bytes that a publisher has handed over and that have no outcome yet. The publisher adds, its
 * signals one after the other; the event loop subtracts. Read on any thread.
 */
public final class Unsettled {

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong acceptedBytes = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong settledBytes = new AtomicLong();
    /** Left by an earlier process: they take room, and nobody waits for them. */
    private final AtomicLong restored = new AtomicLong();
    private final AtomicLong restoredBytes = new AtomicLong();

    /** The publisher has handed over a message; its size follows, where it counts. */
    public void accepted() {
        accepted.lazySet(accepted.getPlain() + 1);
    }

    /** Of the message that was accepted last, in bytes. */
    public void size(long bytes) {
        acceptedBytes.lazySet(acceptedBytes.getPlain() + bytes);
    }

    /** The publisher has its message back. */
    void refused(long bytes) {
        acceptedBytes.set(acceptedBytes.getPlain() - bytes);
        accepted.set(accepted.getPlain() - 1);
    }

    public void settled(long bytes) {
        if (bytes > 0) { // where only their number counts, that is all there is to write
            settledBytes.lazySet(settledBytes.getPlain() + bytes);
        }
        settled.lazySet(settled.getPlain() + 1);
    }

    public void restored(Backlog left) {
        restored.addAndGet(left.messages());
        restoredBytes.addAndGet(left.bytes());
    }

    public void restoredSettled(long bytes) {
        restored.decrementAndGet();
        restoredBytes.addAndGet(-bytes);
    }

    /** Messages of this process. */
    int messages() {
        long done = settled.get(); // first, so that the difference is never below zero
        return (int) (accepted.get() - done);
    }

    /** Whether another message may be accepted. Sees all that this thread has counted and that others see it has. */
    public boolean hasRoom(SendQueueSettings bounds) {
        VarHandle.fullFence();
        return messages() + restored.get() < bounds.maxMessages()
                && acceptedBytes.get() - settledBytes.get() + restoredBytes.get() < bounds.maxBytes();
    }
}
