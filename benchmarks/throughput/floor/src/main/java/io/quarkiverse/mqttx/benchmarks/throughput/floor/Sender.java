package io.quarkiverse.mqttx.benchmarks.throughput.floor;

import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.smallrye.mutiny.helpers.queues.Queues;

/** Writes the messages of a channel, all that wait in one go, with a window of those in flight. */
final class Sender implements Flow.Subscriber<Message<?>> {

    private final Wire wire;
    private final byte[] topic;
    private final int qos;
    private final int window;
    private final Queue<Message<?>> waiting = Queues.createMpscQueue();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private Flow.Subscription subscription;

    Sender(Wire wire, String topic, int qos, int window) {
        this.wire = wire;
        this.topic = Wire.bytes(topic);
        this.qos = qos;
        this.window = window;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(window);
    }

    @Override
    public void onNext(Message<?> message) {
        waiting.add(message);
        if (scheduled.compareAndSet(false, true)) {
            wire.context.runOnContext(ignored -> drain());
        }
    }

    private void drain() {
        scheduled.set(false);
        for (Message<?> message = waiting.poll(); message != null; message = waiting.poll()) {
            InFlight sent = new InFlight(message);
            wire.publish(topic, qos, (byte[]) message.getPayload(), sent);
            if (qos == 0) {
                sent.acknowledged();
            }
        }
        wire.flush();
    }

    @Override
    public void onError(Throwable failure) {
        throw new IllegalStateException(failure);
    }

    @Override
    public void onComplete() {
        // the process ends
    }

    /** A message that its peer has not acknowledged yet. */
    final class InFlight {

        private final Message<?> message;

        private InFlight(Message<?> message) {
            this.message = message;
        }

        void acknowledged() {
            message.ack();
            subscription.request(1);
        }
    }
}
