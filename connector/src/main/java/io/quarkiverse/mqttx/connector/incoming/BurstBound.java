package io.quarkiverse.mqttx.connector.incoming;

import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * The limit of waiting QoS 0 messages. One read from the socket may bring more than the limit, before the subscriber
 * had a chance to take the first; so there is another limit for what a burst may bring beyond it.
 */
final class BurstBound {

    /** QoS 0 messages, and the bytes they take, that a burst may bring beyond the bound. */
    static final int BURST_MESSAGES = 65_536;
    static final int BURST_BYTES = 32 * 1024 * 1024;

    private static final int PART_OF_HEAP = 8;

    private final int bound;
    private int messages;
    private long bytes;
    private final long heap;

    BurstBound(int bound) {
        this(bound, Runtime.getRuntime().maxMemory());
    }

    /** @param heap the memory that there is, in bytes */
    BurstBound(int bound, long heap) {
        this.bound = bound;
        this.heap = heap;
    }

    void entered(InboundMessage message) {
        messages++;
        bytes += message.packet().memory();
    }

    void left(InboundMessage message) {
        messages--;
        bytes -= message.packet().memory();
    }

    void clear() {
        messages = 0;
        bytes = 0;
    }

    /** Whether more wait than the bound allows, or so large ones that the heap would not do for the bound. */
    boolean isOverfull() {
        return messages > bound || messages > 1 && bytes > heap / PART_OF_HEAP;
    }

    /** Whether even a burst must not bring as many. */
    boolean isBurst() {
        return isOverfull() && (bytes > Math.min(BURST_BYTES, heap / PART_OF_HEAP) || messages - BURST_MESSAGES > bound);
    }
}
