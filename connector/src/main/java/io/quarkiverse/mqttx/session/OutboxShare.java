package io.quarkiverse.mqttx.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One publisher's part of what waits to be sent: that of a channel or of a client. The publisher makes it and hands it along
 * with each message, so that nothing is looked up. What it counts is written by the session and may be read on any thread.
 */
public final class OutboxShare {

    private final String name;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();

    /** @param name of the publisher, for people; also tells to whom a message belongs that has outlived a process */
    public OutboxShare(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Messages that were not sent yet, in any connection. */
    public int waiting() {
        return waiting.get();
    }

    /** What they take: topics, payloads and properties in bytes. */
    public long waitingBytes() {
        return waitingBytes.get();
    }

    // The session's thread is the only one that writes

    void enter(OutboundMessage message) {
        waiting.setRelease(waiting.getPlain() + 1);
        waitingBytes.setRelease(waitingBytes.getPlain() + message.size());
    }

    void leave(OutboundMessage message) {
        waiting.setRelease(waiting.getPlain() - 1);
        waitingBytes.setRelease(waitingBytes.getPlain() - message.size());
    }

    @Override
    public String toString() {
        return name;
    }
}
