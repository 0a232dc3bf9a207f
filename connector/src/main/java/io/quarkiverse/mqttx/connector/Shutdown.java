package io.quarkiverse.mqttx.connector;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.connection.SharedConnection;
import io.quarkiverse.mqttx.connector.incoming.IncomingChannel;
import io.quarkiverse.mqttx.connector.outgoing.OutgoingChannel;
import io.quarkiverse.mqttx.connector.outgoing.ReplyRoute;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Ends the channels and their connections: what was received is processed and acknowledged, what was sent goes out, then comes
 * DISCONNECT; all within bounds.
 *
 * @param drain how long to wait for messages
 * @param disconnect how long each connection may take to close
 * @param told completes when everybody has heard of the end of the connections
 */
record Shutdown(Vertx vertx, List<SharedConnection> connections, List<IncomingChannel> incoming, List<OutgoingChannel> outgoing,
        List<ReplyRoute> replies, Duration drain, Duration disconnect, Supplier<Future<Void>> told) {

    private static final Logger log = Logger.getLogger(Shutdown.class);
    /** Waited for also by those who do not want to wait, so that what is all but done is not done again. */
    private static final Duration LEAST_DRAIN = Duration.ofMillis(200);
    /** On top of what the connections may take to close, so that theirs is the bound that counts. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    /** Blocks until all is closed, unless it is called on an event loop. */
    void run() {
        Future<Void> closed = drained().eventually(() -> Future.join(
                connections.stream().map(connection -> connection.client().stop(disconnect)).toList())).eventually(told);
        if (Context.isOnEventLoopThread()) {
            return;
        }
        try {
            closed.toCompletionStage().toCompletableFuture().get(drain.plus(disconnect).plus(SLACK).toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warnf(e, "Not closed in time: %s", connections.stream().map(SharedConnection::client)
                    .filter(client -> client.status().state() != ConnectionStatus.State.CLOSED)
                    .map(ReconnectingClient::describe).collect(Collectors.joining("; ")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The publishers are stopped last, since what is being processed may still be sent on by them. */
    private Future<Void> drained() {
        Promise<Void> timeUp = Promise.promise();
        long end = vertx.setTimer(Math.max(LEAST_DRAIN.toMillis(), drain.toMillis()), id -> timeUp.complete());
        return all(incoming.stream().map(IncomingChannel::stop), timeUp)
                .compose(processed -> all(outgoing.stream().map(OutgoingChannel::stop), timeUp))
                .onComplete(sent -> replies.forEach(ReplyRoute::stop))
                .onSuccess(sent -> {
                    vertx.cancelTimer(end);
                    if (processing() + unsettled() > 0) {
                        log.logf(drain.isZero() ? Logger.Level.DEBUG : Logger.Level.WARN,
                                "After 'shutdown-timeout-seconds' (%d), %d MQTT messages are still being processed and %d are"
                                        + " not sent yet; those with QoS 1 or 2 that were received stay with the broker, and"
                                        + " those to send stay in the session store where there is one (session-store)",
                                drain.toSeconds(), processing(), unsettled());
                    }
                });
    }

    private int processing() {
        return incoming.stream().mapToInt(IncomingChannel::processing).sum();
    }

    private int unsettled() {
        return outgoing.stream().mapToInt(OutgoingChannel::unsettled).sum();
    }

    private static Future<Void> all(Stream<Future<Void>> drained, Promise<Void> timeUp) {
        return Future.any(Future.join(drained.toList()), timeUp.future()).mapEmpty();
    }
}
