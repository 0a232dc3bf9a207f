package io.quarkiverse.mqttx.session;

import java.util.BitSet;

/**
 * What the broker has sent at QoS 1 and 2 and we have not finished with, against what we have allowed it (Receive Maximum,
 * MQTT-5.0 §3.3.4).
 * <p>
 * A broker that sends more is not disconnected at once, although the specification suggests it: mosquitto 2.0 sends all that it
 * has queued after it has resumed a session, so the next connection would end the same way, and the next. In MQTT 3.x there is
 * no limit that the broker could be told. So what bounds the excess is the memory it takes.
 */
final class ReceiveWindow {

    /** The memory for messages when there are more than the broker may send, in bytes. */
    static final long MAX_BYTES = 64L << 20;

    /** What a message takes besides its payload, roughly. */
    private static final int OVERHEAD = 256;

    private final int receiveMaximum;
    /** The identifiers that were sent in this connection and whose exchange is not complete. */
    private final BitSet exchanges = new BitSet();
    private int size;
    private long bytes;
    private boolean excessSeen;

    ReceiveWindow(int receiveMaximum) {
        this.receiveMaximum = receiveMaximum;
    }

    /** How many messages the broker may send ahead. */
    int receiveMaximum() {
        return receiveMaximum;
    }

    /** The broker has sent a PUBLISH under this identifier. */
    void enter(int packetId) {
        if (!exchanges.get(packetId)) {
            exchanges.set(packetId);
            size++;
        }
    }

    /** PUBACK or PUBCOMP has gone out for it. */
    void leave(int packetId) {
        if (exchanges.get(packetId)) {
            exchanges.clear(packetId);
            size--;
        }
    }

    /** The message is kept from now on. */
    void hold(InboundMessage message) {
        bytes += message.packet().payload().length + OVERHEAD;
    }

    /** The message is no longer kept. */
    void release(InboundMessage message) {
        bytes -= message.packet().payload().length + OVERHEAD;
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
        return size > receiveMaximum && bytes > MAX_BYTES;
    }

    void connectionLost() {
        exchanges.clear();
        size = 0;
        excessSeen = false;
    }
}
