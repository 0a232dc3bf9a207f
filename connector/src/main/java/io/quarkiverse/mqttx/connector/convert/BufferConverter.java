package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.vertx.Buffers;
import io.vertx.core.buffer.Buffer;

/**
 * Converts to the buffers of Vert.x (also in the Mutiny form), Netty and Java, which wrap the payload without copying
 * it where they can.
 */
@ApplicationScoped
class BufferConverter extends PayloadConverter {

    static final Set<Type> TYPES = Set.of(Buffer.class, io.vertx.mutiny.core.buffer.Buffer.class, ByteBuffer.class,
            ByteBuf.class);

    @Override
    boolean supports(Type target) {
        return TYPES.contains(target);
    }

    @Override
    Object decode(byte[] payload, Type target, String contentType) {
        if (target == ByteBuffer.class) {
            return ByteBuffer.wrap(payload);
        }
        ByteBuf netty = Unpooled.wrappedBuffer(payload);
        if (target == ByteBuf.class) {
            return netty;
        }
        Buffer buffer = Buffers.of(netty);
        return target == Buffer.class ? buffer : io.vertx.mutiny.core.buffer.Buffer.newInstance(buffer);
    }
}
