package io.quarkiverse.mqttx.benchmarks.throughput.floor;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Vertx;

/** The messages of a topic, for as long as there is demand; then the socket is not read. On the event loop. */
final class Receiver implements Flow.Publisher<Message<byte[]>>, Flow.Subscription {

    private static final int WAITING = 1024;

    private final Wire wire;
    private final boolean contexts;
    private final Queue<Message<byte[]>> waiting = new ArrayDeque<>();
    private Flow.Subscriber<? super Message<byte[]>> subscriber;
    private long demand;
    private boolean draining;
    private boolean paused;

    Receiver(Wire wire, boolean contexts) {
        this.wire = wire;
        this.contexts = contexts;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<byte[]>> other) {
        subscriber = other;
        other.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        if (Vertx.currentContext() == wire.context) {
            requested(n);
        } else {
            wire.context.runOnContext(ignored -> requested(n));
        }
    }

    private void requested(long n) {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        drain();
    }

    @Override
    public void cancel() {
        demand = 0;
    }

    void received(byte[] payload, int qos, int id) {
        waiting.add(message(payload, qos, id));
        drain();
        if (!paused && waiting.size() > WAITING) {
            paused = true;
            wire.pause();
        }
    }

    private Message<byte[]> message(byte[] payload, int qos, int id) {
        Metadata metadata = contexts
                ? Metadata.of(new LocalContextMetadata(VertxContext.createNewDuplicatedContext(wire.context)))
                : Metadata.empty();
        return Message.of(payload, metadata, () -> acknowledge(qos, id));
    }

    private CompletionStage<Void> acknowledge(int qos, int id) {
        if (qos > 0 && Vertx.currentContext() == wire.context) {
            wire.acknowledge(qos, id);
        } else if (qos > 0) {
            wire.context.runOnContext(ignored -> wire.acknowledge(qos, id));
        }
        return CompletableFuture.completedFuture(null);
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (demand > 0 && !waiting.isEmpty()) {
            demand--;
            subscriber.onNext(waiting.remove());
        }
        draining = false;
        if (paused && waiting.size() <= WAITING / 2) {
            paused = false;
            wire.resume();
        }
    }
}
