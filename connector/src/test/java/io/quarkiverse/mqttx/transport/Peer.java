package io.quarkiverse.mqttx.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** The other end of a connection: takes bytes and sends bytes, and knows nothing of MQTT. */
final class Peer {

    private final NetServer server;
    private final Buffer received = Buffer.buffer();
    final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
    volatile boolean sawEnd;

    Peer(Vertx vertx, NetServerOptions options, Consumer<NetSocket> onConnect) throws Exception {
        server = vertx.createNetServer(options.setHost("localhost").setPort(0)).connectHandler(socket -> {
            socket.exceptionHandler(t -> {
            });
            socket.handler(bytes -> {
                synchronized (received) {
                    received.appendBuffer(bytes);
                }
            });
            socket.endHandler(v -> sawEnd = true);
            onConnect.accept(socket);
            sockets.add(socket);
        }).exceptionHandler(t -> {
        });
        server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    NetSocket socket() {
        return sockets.get(0);
    }

    void send(String hex) {
        socket().write(Buffer.buffer(ByteBufUtil.decodeHexDump(hex)));
    }

    int receivedBytes() {
        synchronized (received) {
            return received.length();
        }
    }

    Buffer received() {
        synchronized (received) {
            return received.copy();
        }
    }
}
