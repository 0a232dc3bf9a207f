package io.quarkiverse.mqttx.vertx;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/** Buffers of Vert.x around those of Netty. */
public final class Buffers {

    private Buffers() {
    }

    /** Makes a buffer of the same bytes, which are not copied. */
    public static Buffer of(ByteBuf bytes) {
        return Buffer.buffer(bytes);
    }
}
