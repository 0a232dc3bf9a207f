package io.quarkiverse.mqttx.vertx;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Buffers of Vert.x around those of Netty. */
public final class Buffers {

    private Buffers() {
    }

    /** Makes a buffer of the same bytes, which are not copied. */
    public static Buffer of(ByteBuf bytes) {
        return BufferInternal.buffer(bytes);
    }
}
