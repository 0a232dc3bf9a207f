package io.quarkiverse.mqttx.connector.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.connector.config.model.RequestSettings;
import io.vertx.core.Future;

class PendingRequestsTest {

    private static PendingRequest request(String id) {
        return PendingRequest.single(CorrelationId.of(id), null);
    }

    @Test
    void soManyWaitAndNoMore() {
        PendingRequests pending = new PendingRequests("questions", new InboxOfTwo(), null);
        PendingRequest first = request("1");
        pending.add(first);
        pending.add(request("2"));

        assertThatThrownBy(() -> pending.add(request("3"))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 requests wait for replies");
        pending.ended(first);
        pending.add(request("4"));
        assertThat(pending.snapshot()).hasSize(2);
    }

    /** No reply ever comes. */
    private static final class InboxOfTwo implements ReplyInbox {

        @Override
        public RequestSettings settings() {
            return new RequestSettings(null, Duration.ofSeconds(5), 2, null);
        }

        @Override
        public void recipient(Recipient recipient) {
        }

        @Override
        public Future<Void> subscribed() {
            return Future.succeededFuture();
        }

        @Override
        public RequestAddress address(CorrelationId correlationId) {
            return null;
        }

        @Override
        public void onEventLoop(Runnable task) {
            task.run();
        }

        @Override
        public long late() {
            return 0;
        }
    }
}
