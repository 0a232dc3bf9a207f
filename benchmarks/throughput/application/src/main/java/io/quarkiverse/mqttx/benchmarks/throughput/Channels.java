package io.quarkiverse.mqttx.benchmarks.throughput;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

import io.quarkiverse.mqttx.benchmarks.throughput.probe.Probe;
import io.quarkiverse.mqttx.benchmarks.throughput.probe.Subject;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** The application: it takes messages in each of the ways a method can, and publishes at each QoS. */
@ApplicationScoped
public class Channels implements Subject {

    /** What comes in as JSON. */
    public record Measurement(String sensor, long time, double value) {
    }

    private final LongAdder received = new LongAdder();

    @Channel("out-0")
    @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
    Emitter<byte[]> atMostOnce;

    @Channel("out-1")
    @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
    Emitter<byte[]> atLeastOnce;

    @Channel("out-2")
    @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
    Emitter<byte[]> exactlyOnce;

    void start(@Observes StartupEvent event) {
        Probe.start(this);
    }

    @Incoming("loop")
    @NonBlocking
    void onLoop(byte[] payload) {
        received.increment();
    }

    @Incoming("worker")
    void onWorker(byte[] payload) {
        received.increment();
    }

    @Incoming("virtual")
    @RunOnVirtualThread
    void onVirtualThread(byte[] payload) {
        received.increment();
    }

    @Incoming("json")
    @NonBlocking
    void json(Measurement measurement) {
        received.increment();
    }

    @Override
    public long received() {
        return received.sum();
    }

    @Override
    public void publish(int qos, byte[] payload, Runnable acknowledged) {
        Emitter<byte[]> emitter = qos == 0 ? atMostOnce : qos == 1 ? atLeastOnce : exactlyOnce;
        emitter.send(Message.of(payload, () -> {
            acknowledged.run();
            return CompletableFuture.completedFuture(null);
        }));
    }
}
