package io.quarkiverse.mqttx.session.simulation;

import java.nio.ByteBuffer;

import io.quarkiverse.mqttx.session.packet.Publish;

/** Payloads carry the number of their message, so that each can be followed. */
final class Payload {

    private Payload() {
    }

    /** @param size of the whole payload, 4 or more */
    static byte[] of(int number, int size) {
        return ByteBuffer.allocate(Math.max(size, Integer.BYTES)).putInt(number).array();
    }

    static int number(Publish publish) {
        return ByteBuffer.wrap(publish.payload()).getInt();
    }
}
