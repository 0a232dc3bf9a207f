package io.quarkiverse.mqttx.session;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.SendQueueFullException;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * One publisher's part of what waits to be sent: that of a channel or of a client. The publisher makes it and hands it along
 * with each message, so that nothing is looked up. What it counts is written by the session and may be read on any thread.
 */
public final class PublisherQueue {

    /** How many messages more than may wait can be on their way to the event loop. */
    private static final int IN_TRANSIT = 1024;

    private final String name;
    private final SendQueueSettings settings;
    private final boolean sheds;
    private final boolean tracksOldest;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    /** Handed over by the publisher, and come to the session; counted only where a full send queue sheds. */
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong overrun = new AtomicLong();
    private final AtomicLong droppedOldest = new AtomicLong();
    private final AtomicLong droppedNewest = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();
    private final AtomicLong replaced = new AtomicLong();
    private final AtomicLong droppedOffline = new AtomicLong();

    /** Of those that wait the first; only where that is what gives way. */
    private OutboundMessage oldest;
    /** Of those that wait the last of each topic; {@code null} without compaction. */
    private final Map<String, OutboundMessage> latest;

    /** One without bounds. */
    public PublisherQueue(String name) {
        this(name, SendQueueSettings.UNBOUNDED);
    }

    /** @param name of the publisher, for people; also tells to whom a message belongs that has outlived a process */
    public PublisherQueue(String name, SendQueueSettings settings) {
        this.name = name;
        this.settings = settings;
        this.sheds = settings.sheds();
        this.tracksOldest = settings.overflow() == SendQueueOverflow.DROP_OLDEST;
        this.latest = settings.compaction() ? new HashMap<>() : null;
    }

    public String name() {
        return name;
    }

    public SendQueueSettings settings() {
        return settings;
    }

    /** Messages that were not sent yet, in any connection. */
    public int waiting() {
        return waiting.get();
    }

    /** What a message takes in memory, nearly, in bytes. */
    public static long size(Publish message) {
        return message.payload().length + message.topic().length() + PacketSize.propertyList(message.properties());
    }

    /**
     * Where a full send queue sheds, nothing slows a publisher down; so it asks here, on its own thread, before it hands a
     * message over to the event loop, and one that is far ahead of the event loop gets the message back.
     *
     * @return why it is not taken; {@code null} when it is
     */
    public PublishException offer(Publish message) {
        if (offered.get() - taken.get() < (long) IN_TRANSIT + settings.maxMessages()) {
            offered.incrementAndGet();
            return null;
        }
        overrun.incrementAndGet();
        String text = "The send queue of '" + name + "' is full, and the event loop is far behind; the message to '"
                + message.topic() + "' is not taken (send-queue-overflow=" + settings.overflow() + ")";
        return settings.overflow() == SendQueueOverflow.FAIL ? new SendQueueFullException(text)
                : new MessageDroppedException(MessageDroppedException.Reason.NEWEST, text);
    }

    /** All figures; those of one moment only if nothing happens meanwhile. */
    public SendQueueStatus status() {
        boolean fails = settings.overflow() == SendQueueOverflow.FAIL;
        return new SendQueueStatus(waiting.get(), waitingBytes.get(), droppedOldest.get(),
                droppedNewest.get() + (fails ? 0 : overrun.get()), failed.get() + (fails ? overrun.get() : 0), expired.get(),
                replaced.get(), droppedOffline.get());
    }

    // The session's thread is the only one that writes

    boolean sheds() {
        return sheds;
    }

    /** A message that was offered has come to the event loop. */
    public void took() {
        if (sheds) {
            add(taken, 1);
        }
    }

    /** Whether the message may wait beside those that do, or in the place of one of them. */
    boolean hasRoomFor(OutboundMessage message, OutboundMessage replaced) {
        int more = replaced == null ? 1 : 0;
        long moreBytes = replaced == null ? message.size() : message.size() - replaced.size();
        return waiting.getPlain() + more <= settings.maxMessages()
                && moreBytes <= settings.maxBytes() - waitingBytes.getPlain();
    }

    /** Whether it is too large to wait, even alone. */
    boolean isBeyond(OutboundMessage message) {
        return message.size() > settings.maxBytes();
    }

    /** The one that has waited longest, {@code null} when none waits. Where the oldest gives way. */
    OutboundMessage oldest() {
        return oldest;
    }

    /**
     * The message whose place this one takes, or {@code null}. A retained one, which is to stay at the broker, gives way to
     * another such only; and those with correlation data, requests and replies, are each for somebody else.
     */
    OutboundMessage replacedBy(OutboundMessage message) {
        OutboundMessage older = latest == null || isAnswerable(message) ? null : latest.get(message.message.topic());
        return older == null || older.message.retain() && !message.message.retain() ? null : older;
    }

    private static boolean isAnswerable(OutboundMessage message) {
        return message.message.properties().has(Property.CORRELATION_DATA);
    }

    void enter(OutboundMessage message) {
        message.waiting = true;
        count(message, 1);
        if (tracksOldest && oldest == null) {
            oldest = message;
        }
        if (latest != null && !isAnswerable(message)) {
            latest.put(message.message.topic(), message);
        }
    }

    /** Called while the message is still in its list. */
    void leave(OutboundMessage message) {
        message.waiting = false;
        count(message, -1);
        if (message == oldest) {
            // it only ever moves on, so each message is passed once
            do {
                oldest = oldest.next;
            } while (oldest != null && oldest.share != this);
        }
        if (latest != null) {
            latest.remove(message.message.topic(), message);
        }
    }

    /** The newer one stands before the older one, which leaves next. */
    void replaces(OutboundMessage newer, OutboundMessage older) {
        if (older == oldest) {
            oldest = newer;
        }
        enter(newer);
        leave(older);
        add(replaced, 1);
    }

    private void count(OutboundMessage message, int sign) {
        waiting.setRelease(waiting.getPlain() + sign);
        add(waitingBytes, sign * message.size());
    }

    void failed() {
        add(failed, 1);
    }

    void dropped(MessageDroppedException.Reason reason) {
        add(switch (reason) {
            case OLDEST -> droppedOldest;
            case NEWEST -> droppedNewest;
            case EXPIRED -> expired;
            case OFFLINE -> droppedOffline;
        }, 1);
    }

    private static void add(AtomicLong counter, long amount) {
        counter.setRelease(counter.getPlain() + amount);
    }

    @Override
    public String toString() {
        return name;
    }
}
