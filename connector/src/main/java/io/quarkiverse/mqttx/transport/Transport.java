package io.quarkiverse.mqttx.transport;

import io.quarkiverse.mqttx.session.packet.Packet;

/** One open network connection that carries MQTT packets. All methods are called on its event loop. */
public interface Transport {

    /**
     * Encodes the packet now and sends it with all others of this turn of the event loop. A CONNECT sets the version for what
     * follows in both directions.
     */
    void send(Packet packet);

    /**
     * False while more is buffered than the socket takes; {@link TransportListener#writabilityChanged} tells when it is true
     * again.
     */
    boolean isWritable();

    /** Sends what was given to {@link #send} and closes. */
    void close();
}
