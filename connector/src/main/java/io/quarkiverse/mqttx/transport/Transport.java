package io.quarkiverse.mqttx.transport;

import io.quarkiverse.mqttx.session.packet.Packet;

/** One open network connection that carries MQTT packets. All methods are called on its event loop. */
public interface Transport {

    /**
     * Encodes the packet now and sends it with all others of this turn of the event loop. A CONNECT sets the version for what
     * follows in both directions. After {@link #close()} and on a lost connection it does nothing.
     *
     * @throws IllegalArgumentException when the packet cannot be expressed in MQTT, for instance because a text is longer than
     *         65,535 bytes in UTF-8; nothing of it is sent then
     */
    void send(Packet packet);

    /**
     * False while more is buffered than the socket takes, what was sent in this turn included. Exact at any time, so a loop
     * that sends may ask after each packet. After a false, {@link TransportListener#writabilityChanged} tells when it is
     * true again.
     */
    boolean isWritable();

    /** How long a close may take that nobody waits for. */
    long CLOSE_MILLIS = 5_000;

    /**
     * Sends what was given to {@link #send} and closes. Nothing is received any more. The peer has this time to take what
     * is sent and, after DISCONNECT, to close its side, then the connection is cut.
     */
    void close(long withinMillis);

    /** As {@link #close(long)}, within {@value #CLOSE_MILLIS} ms. */
    default void close() {
        close(CLOSE_MILLIS);
    }
}
