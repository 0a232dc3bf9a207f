package io.quarkiverse.mqttx.connector;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

import org.jboss.logging.Logger;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Ends the connections when nothing is in process any more, or when it has taken too long. */
final class Shutdown {

    private static final Logger log = Logger.getLogger(Shutdown.class);
    private static final long LOOK_MILLIS = 10;
    /** On top of what the connections may take to close, so that theirs is the bound that counts. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final List<SharedConnection> connections;
    private final IntSupplier unfinished;

    /** @param unfinished how many messages are being processed or sent */
    Shutdown(Vertx vertx, List<SharedConnection> connections, IntSupplier unfinished) {
        this.vertx = vertx;
        this.connections = connections;
        this.unfinished = unfinished;
    }

    /**
     * Blocks until all is closed, unless it is called on an event loop.
     *
     * @param drain how long to wait for messages
     * @param disconnect how long each connection may take to close
     */
    void run(Duration drain, Duration disconnect) {
        Future<Void> closed = drained(drain).eventually(() -> Future.join(
                connections.stream().map(connection -> connection.client().stop(disconnect)).toList()));
        if (Context.isOnEventLoopThread()) {
            return;
        }
        try {
            closed.toCompletionStage().toCompletableFuture().get(drain.plus(disconnect).plus(SLACK).toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warnf(e, "Not all MQTT connections were closed in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<Void> drained(Duration bound) {
        return eventLoopsHaveTurned().compose(turned -> {
            if (unfinished.getAsInt() == 0 || bound.isZero()) {
                return Future.succeededFuture();
            }
            Promise<Void> done = Promise.promise();
            long look = vertx.setPeriodic(LOOK_MILLIS, id -> {
                if (unfinished.getAsInt() == 0) {
                    done.tryComplete();
                }
            });
            long end = vertx.setTimer(bound.toMillis(), id -> {
                log.warnf(
                        "%d MQTT messages were still being processed or sent after 'shutdown-timeout-seconds' (%d); those with"
                                + " QoS 1 or 2 stay with their sender",
                        unfinished.getAsInt(), bound.toSeconds());
                done.tryComplete();
            });
            return done.future().onComplete(ignored -> {
                vertx.cancelTimer(look);
                vertx.cancelTimer(end);
            });
        });
    }

    /** What the channels were told before has been done by then. */
    private Future<Void> eventLoopsHaveTurned() {
        return Future.join(connections.stream().map(connection -> {
            Promise<Void> turned = Promise.promise();
            connection.client().context().runOnContext(ignored -> turned.complete());
            return turned.future();
        }).toList()).mapEmpty();
    }
}
