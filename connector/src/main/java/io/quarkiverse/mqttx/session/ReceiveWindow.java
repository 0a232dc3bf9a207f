package io.quarkiverse.mqttx.session;

import java.util.Arrays;

/**
 * What the broker has sent at QoS 1 and 2 and we have not finished with, against what we have allowed it (Receive Maximum,
 * MQTT-5.0 §3.3.4).
 * <p>
 * A broker that sends more is not disconnected at once, although the specification suggests it: mosquitto 2.0 sends all that it
 * has queued after it has resumed a session, so the next connection would end the same way, and the next. In MQTT 3.x there is
 * no limit that the broker could be told. So what bounds the excess is the memory it takes.
 */
final class ReceiveWindow {

    private static final long MAX_BYTES = 64L << 20;
    /** What part of the heap that may be, in a small one. */
    private static final int PART_OF_HEAP = 8;

    private final int receiveMaximum;
    private final long maxBytes;
    /**
     * A bit for each identifier that was sent in this connection and whose exchange is not complete. No {@code BitSet}: on
     * clearing its highest bit that looks for the next one, which is far away when few messages are under way.
     */
    private final long[] exchanges = new long[(PacketTable.LAST_ID + 1) / Long.SIZE];
    private int size;
    private long bytes;
    private boolean excessSeen;

    /** @param heapBytes the memory that there is */
    ReceiveWindow(int receiveMaximum, long heapBytes) {
        this.receiveMaximum = receiveMaximum;
        this.maxBytes = Math.min(MAX_BYTES, heapBytes / PART_OF_HEAP);
    }

    /** The memory for messages when there are more than the broker may send, in MiB. */
    long maxMebibytes() {
        return maxBytes >> 20;
    }

    /** How many messages the broker may send ahead. */
    int receiveMaximum() {
        return receiveMaximum;
    }

    /** The broker has sent a PUBLISH under this identifier. */
    void enter(int packetId) {
        long bit = 1L << packetId;
        if ((exchanges[packetId / Long.SIZE] & bit) == 0) {
            exchanges[packetId / Long.SIZE] |= bit;
            size++;
        }
    }

    /** PUBACK or PUBCOMP has gone out for it. */
    void leave(int packetId) {
        long bit = 1L << packetId;
        if ((exchanges[packetId / Long.SIZE] & bit) != 0) {
            exchanges[packetId / Long.SIZE] &= ~bit;
            size--;
        }
    }

    /** The message is kept from now on. */
    void hold(InboundMessage message) {
        bytes += message.packet().memory();
    }

    /** The message is no longer kept. */
    void release(InboundMessage message) {
        bytes -= message.packet().memory();
    }

    /** Whether the broker has sent more than it may; true once a connection. */
    boolean isFirstExcess() {
        if (excessSeen || size <= receiveMaximum) {
            return false;
        }
        excessSeen = true;
        return true;
    }

    /** Whether what the broker has sent beyond what it may is too much to keep. */
    boolean overflows() {
        return size > receiveMaximum && bytes > maxBytes;
    }

    void connectionLost() {
        Arrays.fill(exchanges, 0);
        size = 0;
        excessSeen = false;
    }
}
