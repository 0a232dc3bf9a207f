package io.quarkiverse.mqttx.vertx;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;

/** Gives access to the internals of a Vert.x socket, for a handler of ours in its pipeline. */
public final class Sockets {

    private Sockets() {
    }

    public static Channel channel(NetSocket socket) {
        return internal(socket).channel();
    }

    /** Where the events of the socket happen. */
    public static Context context(NetSocket socket) {
        return internal(socket).getContext();
    }

    /** Tells the metrics of Vert.x what was read past its own handler. On the event loop. */
    public static void reportRead(NetSocket socket, long bytes) {
        internal(socket).reportBytesRead(bytes);
    }

    /** Tells the metrics of Vert.x what was written past its own handler. On the event loop. */
    public static void reportWritten(NetSocket socket, long bytes) {
        internal(socket).reportBytesWritten(bytes);
    }

    private static ConnectionBase internal(NetSocket socket) {
        return (ConnectionBase) socket;
    }
}
