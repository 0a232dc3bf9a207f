package io.quarkiverse.mqttx.transport;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.transport.TransportSettings.TcpKeepAlive;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** A connection of ours to a {@link Peer}, over real sockets. */
abstract class ConnectionFixture {

    final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(preferNativeTransport()));
    final Context context = Contexts.newEventLoopContext(vertx);
    final RecordingListener listener = new RecordingListener();
    private final List<TransportConnector> connectors = new ArrayList<>();
    Peer peer;
    Transport transport;

    boolean preferNativeTransport() {
        return false;
    }

    @AfterEach
    void closeAll() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    void connect() throws Exception {
        connect(plainSettings(), socket -> {
        });
    }

    void connect(TransportSettings settings, Consumer<NetSocket> onPeerConnect) throws Exception {
        peer = new Peer(vertx, new NetServerOptions(), onPeerConnect);
        open(settings, false);
    }

    void open(TransportSettings settings, boolean tls) throws Exception {
        TransportConnector connector = new TransportConnector(vertx, settings);
        connectors.add(connector);
        transport = (Transport) connector.connect(new ServerAddress("localhost", peer.port(), tls), context, listener)
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        await().until(() -> !peer.sockets.isEmpty());
    }

    TransportConnector connector() {
        return connectors.get(0);
    }

    static TransportSettings plainSettings() {
        return new TransportSettings(new NetClientOptions(), null, 16 << 20, new TcpKeepAlive(false, -1, -1, -1));
    }

    void onContext(Runnable task) {
        onContext(() -> {
            task.run();
            return null;
        });
    }

    /** Runs it in one turn of the connection's event loop. */
    <T> T onContext(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                done.complete(task.call());
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        });
        try {
            return done.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
