package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.packet.Packet;

/** Where the packets of one connection go, on the thread of the session. */
@FunctionalInterface
public interface PacketSink {

    /**
     * Sends a packet, after all that were sent before. Called from within the session's methods; calls back into the session
     * only to say that the socket takes no more ({@link MqttSession#writable}).
     *
     * @return false when it has to wait before the socket; {@link MqttSession#released} follows when it does no longer
     */
    boolean send(Packet packet);
}
