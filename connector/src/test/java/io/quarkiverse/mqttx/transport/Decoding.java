package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.quarkiverse.mqttx.session.packet.Packet;

/** Reads as a connection does: packet by packet, until nothing is left. */
record Decoding(PacketDecoder decoder, TransportListener listener) {

    void decode(ByteBuf bytes) {
        try {
            Packet packet;
            while ((packet = decoder.next(bytes)) != null) {
                listener.packetReceived(packet);
            }
        } catch (MalformedPacketException e) {
            listener.malformed(e.reasonCode(), e.getMessage());
        }
        assertThat(bytes.isReadable()).as("all bytes are taken").isFalse();
    }

    int keptBytes() {
        return decoder.keptBytes();
    }

    void stop() {
        decoder.stop();
    }
}
