package io.quarkiverse.mqttx.connector;

import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * How many QoS 0 messages may wait. One read from the socket may bring more than the bound, before the consumer had a chance to
 * take the first; so there is another bound for what a burst may bring beyond it.
 */
final class BurstBound {

    /** QoS 0 messages, and bytes of their payloads, that a burst may bring beyond the bound. */
    static final int BURST_MESSAGES = 65_536;
    static final int BURST_BYTES = 16 * 1024 * 1024;

    private final int bound;
    private int messages;
    private long bytes;

    BurstBound(int bound) {
        this.bound = bound;
    }

    void entered(InboundMessage message) {
        messages++;
        bytes += message.packet().payload().length;
    }

    void left(InboundMessage message) {
        messages--;
        bytes -= message.packet().payload().length;
    }

    void clear() {
        messages = 0;
        bytes = 0;
    }

    /** Whether more wait than the bound allows. */
    boolean isOverfull() {
        return messages > bound;
    }

    /** Whether even a burst must not bring as many. */
    boolean isBurst() {
        return isOverfull() && (bytes > BURST_BYTES || messages - BURST_MESSAGES > bound);
    }
}
