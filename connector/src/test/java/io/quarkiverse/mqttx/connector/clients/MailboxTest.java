package io.quarkiverse.mqttx.connector.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

class MailboxTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Mailbox mailbox = new Mailbox(context);
    private final List<Long> requests = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @BeforeEach
    void subscribe() {
        mailbox.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                requests.add(count);
            }

            @Override
            public void cancel() {
            }
        });
    }

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Cancellable take(String who) {
        Cancellable taking = Uni.createFrom().<Message<byte[]>> emitter(emitter -> mailbox.take(emitter, LONG))
                .subscribe().with(message -> taken.add(who + " " + new String(message.getPayload(), StandardCharsets.UTF_8)));
        awaitEventLoop();
        return taking;
    }

    private void arrives(String text) {
        context.runOnContext(arrived -> mailbox.onItem(Message.of(text.getBytes(StandardCharsets.UTF_8))));
        awaitEventLoop();
    }

    private void awaitEventLoop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(begun -> done.complete(null));
        done.join();
    }

    @Test
    void handsOutOneMessageToEachInTheOrderInWhichTheyAsked() {
        take("first");
        take("second");
        arrives("a");
        arrives("b");
        assertThat(taken).containsExactly("first a", "second b");
        assertThat(requests).as("one at a time").containsExactly(1L, 1L);
    }

    @Test
    void aMessageThatNobodyWaitsForAnyMoreIsKeptForTheNextAndHandedOutOnce() {
        take("gone").cancel();
        awaitEventLoop();
        arrives("a");
        assertThat(taken).isEmpty();

        take("next");
        assertThat(taken).containsExactly("next a");
        take("after it");
        assertThat(taken).hasSize(1);
        arrives("b");
        assertThat(taken).containsExactly("next a", "after it b");
    }

    @Test
    void whoWaitsNoLongerGetsNothing() {
        Cancellable gone = take("gone");
        take("next");
        gone.cancel();
        awaitEventLoop();
        arrives("a");
        assertThat(taken).containsExactly("next a");
    }
}
