package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * A PUBLISH from the broker on its way through the application. It stays known to the session until it is acknowledged, also
 * over a lost connection: a redelivery of the same message is matched to it and not delivered again.
 * <p>
 * Touched on the connection's event loop only.
 */
public final class InboundMessage {

    private final Publish packet;
    /** The recipients that have not acknowledged yet. */
    private int missing = 1;
    /** The network connection on which the broker waits for our acknowledgement; see {@link InboundFlow}. */
    int connection;
    boolean acknowledged;
    /** Given up by the application: never acknowledged, and later messages do not wait for it. */
    boolean leftUnacked;
    /** PUBREC was sent; until PUBREL the message is known by its identifier and its content. */
    boolean received;
    /** How often the broker has sent it because it was given up before, this time included. */
    int deliveries = 1;
    /** Why a recipient has rejected it, and so the answer to the broker; {@code null} when none has. */
    Rejection rejection;
    /** The connection on which PUBREC went out and PUBREL is awaited. */
    int releaseAwaitedOn = InboundFlow.NO_CONNECTION;
    /** Received before a connection on which the broker may have begun another session. */
    boolean perhapsLost;

    InboundMessage(Publish packet, int connection) {
        this.packet = packet;
        this.connection = connection;
    }

    /** The packet as it came. */
    public Publish packet() {
        return packet;
    }

    /**
     * How often the broker has delivered it, as far as that is known: 1, and one more for each time that it was left unacked
     * before and came again in the same session.
     */
    public int deliveries() {
        return deliveries;
    }

    /**
     * States how many recipients must acknowledge before the broker is told; called before the first of them gets the message.
     */
    public void expectAcknowledgements(int recipients) {
        missing = recipients;
    }

    /** Counts one recipient's acknowledgement; true for the last one. */
    boolean lastAcknowledgement() {
        return --missing == 0;
    }
}
