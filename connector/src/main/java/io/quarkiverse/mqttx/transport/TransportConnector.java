package io.quarkiverse.mqttx.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.quarkiverse.mqttx.vertx.Sockets;
import io.quarkiverse.mqttx.vertx.TlsOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TCPSSLOptions;

/**
 * Opens network connections that carry MQTT packets: TCP, TLS, through a proxy where the options name one. It makes one attempt
 * a call and never connects by itself; when to try again is the caller's matter.
 * <p>
 * Methods may be called on any thread.
 */
public final class TransportConnector {

    private static final String HANDLER_OF_VERTX = "handler";

    private final Vertx vertx;
    private final TransportSettings settings;
    /** Created on first use: a client for TLS reads its stores. */
    private NetClient plainClient;
    private NetClient tlsClient;
    private boolean closed;
    private final Set<Transport> open = ConcurrentHashMap.newKeySet();

    /** Uses this Vert.x instance, which stays the caller's. */
    public TransportConnector(Vertx vertx, TransportSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /**
     * Opens a connection, TLS handshake included.
     *
     * @param context an event-loop context; the future completes on it, and all of the connection's events happen on it
     * @param listener told of all that happens once the future has succeeded; when it fails, the listener is never called
     * @return fails with what Vert.x or Netty say, such as a {@link java.net.ConnectException}; with an
     *         {@link javax.net.ssl.SSLException}
     *         whose message names the reason when the handshake fails
     */
    public Future<Transport> connect(ServerAddress address, Context context, TransportListener listener) {
        if (!context.isEventLoopContext()) {
            throw new IllegalArgumentException("A connection needs an event-loop context, not " + context);
        }
        Promise<Transport> promise = Contexts.promise(context);
        if (Vertx.currentContext() == context) {
            open(address, listener, promise);
        } else {
            context.runOnContext(v -> open(address, listener, promise));
        }
        return promise.future();
    }

    /** Runs on the context, which Vert.x then takes for the socket. */
    private void open(ServerAddress address, TransportListener listener, Promise<Transport> promise) {
        Future<NetSocket> socket;
        try {
            socket = client(address.tls()).connect(address.port(), address.host(), settings.serverName());
        } catch (RuntimeException e) {
            // such as TLS options that Vert.x looks at only now
            promise.fail(e);
            return;
        }
        // Runs before anything can be read: Vert.x completes the future on the event loop before reading begins
        socket.onComplete(result -> {
            if (result.succeeded()) {
                promise.complete(install(result.result(), listener));
            } else {
                promise.fail(address.tls() ? TlsFailure.ofHandshake(address, result.cause()) : result.cause());
            }
        });
    }

    private Transport install(NetSocket socket, TransportListener listener) {
        // Failures reach the listener; without a handler Vert.x would log each of them as an error
        socket.exceptionHandler(t -> {
        });
        Channel channel = Sockets.channel(socket);
        TcpKeepAliveOptions.apply(settings.tcpKeepAlive(), channel);
        Transport transport = new Transport(socket, settings.maxPacketSize(), listener,
                settings.options().getSendBufferSize() == TCPSSLOptions.DEFAULT_SEND_BUFFER_SIZE);
        channel.pipeline().addBefore(HANDLER_OF_VERTX, "mqtt", transport);
        open.add(transport);
        channel.closeFuture().addListener(f -> open.remove(transport));
        return transport;
    }

    private synchronized NetClient client(boolean tls) {
        if (closed) {
            throw new IllegalStateException("Closed");
        }
        if (tls) {
            if (tlsClient == null) {
                tlsClient = vertx.createNetClient(options().setSsl(true));
            }
            return tlsClient;
        }
        if (plainClient == null) {
            plainClient = vertx.createNetClient(options().setSsl(false).setKeyCertOptions(null).setTrustOptions(null));
        }
        return plainClient;
    }

    private NetClientOptions options() {
        NetClientOptions options = new NetClientOptions(settings.options());
        options.setTcpKeepAlive(settings.tcpKeepAlive().enabled());
        if (TlsOptions.hostnameVerification(options) == null) {
            // Vert.x insists on a decision; only an explicit empty text turns verification off
            options.setHostnameVerificationAlgorithm("HTTPS");
        }
        if (options.getSslHandshakeTimeout() == SSLOptions.DEFAULT_SSL_HANDSHAKE_TIMEOUT
                && options.getSslHandshakeTimeoutUnit() == SSLOptions.DEFAULT_SSL_HANDSHAKE_TIMEOUT_TIME_UNIT) {
            // It would end a handshake over a slow link while there is time left to connect
            options.setSslHandshakeTimeout(options.getConnectTimeout()).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        return options;
    }

    /**
     * Closes all connections as {@link Transport#close()} does and frees what is behind them; completes when that is done.
     */
    public Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>();
        synchronized (this) {
            closed = true;
        }
        // Vert.x alone would wait without a bound for a peer that reads no more
        open.forEach(transport -> closing.add(transport.closeFromAnyThread()));
        return Future.join(closing).transform(v -> closeClients());
    }

    private Future<Void> closeClients() {
        List<Future<Void>> closing = new ArrayList<>();
        synchronized (this) {
            if (plainClient != null) {
                closing.add(plainClient.close());
            }
            if (tlsClient != null) {
                closing.add(tlsClient.close());
            }
        }
        return Future.join(closing).mapEmpty();
    }
}
