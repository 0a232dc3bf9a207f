package io.quarkiverse.mqttx.connector.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** How much is asked of a publisher when an earlier process has left messages. */
class DemandTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<Long> requests = new ArrayList<>();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Demand demand(int maxMessages, long maxBytes, Backlog left) {
        Demand demand = Demand
                .of(new SendQueueSettings(maxMessages, maxBytes, SendQueueOverflow.BACK_PRESSURE, true, false, false),
                        new Unsettled());
        demand.publisher(new Flow.Subscription() {
            @Override
            public void request(long count) {
                requests.add(count);
            }

            @Override
            public void cancel() {
            }
        });
        demand.begin(left, new EventLoop(context));
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(begun -> done.complete(null));
        done.join();
        return demand;
    }

    @Test
    void whatWasLeftTakesRoom() {
        demand(10, SendQueueSettings.UNLIMITED, new Backlog(3, 300));
        assertThat(requests).containsExactly(7L);
    }

    @Test
    void whatWasLeftBeyondTheBoundIsThroughBeforeAnythingIsAskedFor() {
        Demand demand = demand(2, SendQueueSettings.UNLIMITED, new Backlog(5, 500));
        for (int settled = 1; settled <= 3; settled++) {
            demand.restoredSettled(100);
            assertThat(requests).as("%d of 5 settled", settled).isEmpty();
        }
        demand.restoredSettled(100);
        assertThat(requests).containsExactly(1L);
    }

    @Test
    void numberAndSizeBothBoundWhatWasLeft() {
        Demand demand = demand(2, 1000, new Backlog(2, 10));
        assertThat(requests).isEmpty();
        demand.restoredSettled(5);
        assertThat(requests).containsExactly(1L);

        requests.clear();
        demand = demand(10, 100, new Backlog(2, 150));
        assertThat(requests).isEmpty();
        demand.restoredSettled(60);
        assertThat(requests).containsExactly(1L);
    }
}
