package io.quarkiverse.mqttx.client.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

class EventLoopSerializerTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = Contexts.newEventLoopContext(vertx);
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final EventLoopSerializer gate = new EventLoopSerializer(new ConnectionName("tested"), context,
            wakeUps::incrementAndGet);
    /** Touched inside the gate only, so it needs no lock. */
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void closeVertx() {
        // an event loop that wakes itself without end does not close
        assertThat(vertx.close().toCompletionStage()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void keepsTheOrderOfEachThread() {
        int threads = 4;
        int each = 20_000;
        List<Thread> producers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String name = String.valueOf(t);
            producers.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    String entry = name + ":" + i;
                    gate.add(() -> done.add(entry));
                }
            }));
        }
        producers.forEach(Thread::start);
        await().until(() -> onLoop(done::size) == threads * each);

        for (int t = 0; t < threads; t++) {
            String prefix = t + ":";
            List<String> own = onLoop(() -> done.stream().filter(e -> e.startsWith(prefix)).toList());
            for (int i = 0; i < each; i++) {
                assertThat(own.get(i)).isEqualTo(prefix + i);
            }
        }
    }

    @Test
    void aBurstFromAnotherThreadIsOneWakeUp() {
        onLoop(() -> {
            // the event loop is busy here while the other thread leaves its tasks
            CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 500; i++) {
                    gate.add(() -> done.add(""));
                }
            }).join();
            return null;
        });
        await().until(() -> onLoop(done::size) == 500);
        assertThat(wakeUps).hasValue(1);
    }

    @Test
    void onTheEventLoopNobodyOvertakesWhatCameBefore() {
        onLoop(() -> {
            CompletableFuture.runAsync(() -> gate.add(() -> done.add("other thread"))).join();
            assertThat(gate.enter()).isTrue();
            done.add("event loop");
            gate.leave();
            return null;
        });
        assertThat(onLoop(() -> List.copyOf(done))).containsExactly("other thread", "event loop");
    }

    @Test
    void staysClosedBehindAFloodOfTasks() {
        boolean entered = onLoop(() -> {
            CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 5000; i++) {
                    gate.add(() -> done.add("task"));
                }
            }).join();
            boolean direct = gate.enter();
            gate.add(() -> done.add("last"));
            return direct;
        });
        assertThat(entered).isFalse();
        await().until(() -> onLoop(done::size) == 5001);
        assertThat(onLoop(() -> done.get(5000))).isEqualTo("last");
    }

    @Test
    void aCallbackFromInsideIsServedBeforeTheGateOpens() {
        onLoop(() -> {
            assertThat(gate.enter()).isTrue();
            assertThat(gate.enter()).isFalse();
            assertThat(gate.enterAhead()).isFalse();
            gate.add(() -> done.add("from inside"));
            assertThat(done).isEmpty();
            gate.leave();
            assertThat(done).containsExactly("from inside");
            return null;
        });
    }

    @Test
    void refusesOtherThreads() {
        assertThat(gate.enter()).isFalse();
        assertThat(gate.enterAhead()).isFalse();
    }

    @Test
    void aTaskThatFailsDoesNotStopTheNext() {
        gate.add(() -> {
            throw new IllegalStateException("expected by the test");
        });
        gate.add(() -> done.add("next"));
        await().until(() -> onLoop(() -> done.contains("next")));
    }

    private <T> T onLoop(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }
}
