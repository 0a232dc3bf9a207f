package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.model.SessionSettings;

/**
 * How many QoS 1 and 2 messages may be on their way to the broker at once: as many as the configuration and the broker allow
 * (Receive Maximum, MQTT-5.0 §4.9).
 */
final class SendWindow {

    private final ConnectionState state;
    private final PacketIds ids;
    private final int maxInflight;
    private final int qos2WindowBefore5;
    /** Sent on this connection, or released on an earlier one, and without an outcome. */
    private int occupied;
    /** Those of them that are QoS 2. */
    private int occupiedByQos2;

    SendWindow(ConnectionState state, PacketIds ids, SessionSettings settings) {
        this.state = state;
        this.ids = ids;
        this.maxInflight = settings.limits().maxInflight();
        this.qos2WindowBefore5 = settings.flow().qos2WindowBefore5();
    }

    /** Whether another message of this QoS, 1 or 2, may go out. */
    boolean isOpen(int qos) {
        return occupied < maxInflight && occupied < state.negotiated().receiveMaximum() && ids.available()
                && (qos != 2 || occupiedByQos2 < qos2WindowBefore5 || state.version().is5());
    }

    /** The message goes out on this connection. */
    void enter(OutboundMessage message) {
        occupied++;
        if (message.qos == 2) {
            occupiedByQos2++;
        }
    }

    /** The message has its outcome. */
    void leave(OutboundMessage message) {
        occupied--;
        if (message.qos == 2) {
            occupiedByQos2--;
        }
    }

    /**
     * The connection has ended.
     *
     * @param released messages that occupy the window of the next one from its beginning, since their PUBREL goes out again
     */
    void reset(int released) {
        occupied = released;
        occupiedByQos2 = released;
    }
}
