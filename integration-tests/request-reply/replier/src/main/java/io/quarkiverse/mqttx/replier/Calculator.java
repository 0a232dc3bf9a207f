package io.quarkiverse.mqttx.replier;

import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Replies to requests with ordinary processor methods: that the messages are replies is said by their channels. */
@ApplicationScoped
public class Calculator {

    private final CompletableFuture<Void> released = new CompletableFuture<>();

    @Incoming("questions")
    @Outgoing("answers")
    Answer add(Question question) {
        return new Answer(question.a() + question.b());
    }

    /** Keeps all replies to itself until it is told to send them. */
    @Incoming("hard-questions")
    @Outgoing("late-answers")
    Multi<Message<Answer>> addSlowly(Multi<Message<Question>> questions) {
        return questions.onItem().transformToUniAndMerge(question -> Uni.createFrom().completionStage(released)
                .map(now -> question.withPayload(add(question.getPayload()))));
    }

    @Incoming("release")
    void release(String anything) {
        released.complete(null);
    }
}
