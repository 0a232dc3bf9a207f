package io.quarkiverse.mqttx.transport;

import io.quarkiverse.mqttx.session.packet.Packet;

/** Told what happens on a connection, on its event loop with its Vert.x context current. */
public interface TransportListener {

    /** {@link #bytesReceived} follows, after all packets that have come with it. */
    void packetReceived(Packet packet);

    /**
     * The end of a read of the socket: bytes have arrived, and the packets among them were told before.
     *
     * @param incomplete whether the last of them belong to a packet that is not whole
     */
    void bytesReceived(boolean incomplete);

    /**
     * The socket does not take what it is given as fast as that comes, or has caught up. Never told while it keeps up; told
     * now and then, as it goes on, while it does not.
     *
     * @param packets so many of this connection's have left it
     * @param all whether it has caught up
     */
    void written(long packets, boolean all);

    /**
     * The bytes are no MQTT, or a packet is larger than allowed. Nothing more is decoded after this call.
     *
     * @param reasonCode of {@link io.quarkiverse.mqttx.api.ReasonCode}: 0x81 malformed, 0x82 protocol error, 0x90 a
     *        topic with wildcards, 0x95 too large
     */
    void malformed(int reasonCode, String reason);

    /** Told at the end of a turn of the event loop, never from within {@link Transport#send}. */
    void writabilityChanged(boolean writable);

    /**
     * The connection is gone; called once, also after {@link Transport#close()}.
     *
     * @param cause {@code null} when the peer closed it in an orderly way or we did
     */
    void closed(Throwable cause);
}
