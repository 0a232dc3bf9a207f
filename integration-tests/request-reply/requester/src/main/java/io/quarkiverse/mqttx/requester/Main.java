package io.quarkiverse.mqttx.requester;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import org.eclipse.microprofile.reactive.messaging.Channel;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.ReplyTimeoutException;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/**
 * Asks as many questions at once as its first argument says, then as many as the second that nobody answers in time, and
 * prints what became of them. Ends with 0 when all is as it should be.
 */
@QuarkusMain
public class Main implements QuarkusApplication {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Channel("questions")
    MqttRequestReply<Question, Answer> questions;

    @Channel("hard-questions")
    MqttRequestReply<Question, Answer> hardQuestions;

    @Channel("release")
    MutinyEmitter<String> release;

    @Override
    public int run(String... arguments) {
        int many = Integer.parseInt(arguments[0]);
        int hard = Integer.parseInt(arguments[1]);
        awaitReplier();
        return askAll(many) & askInVain(hard) ? 0 : 1;
    }

    /** It may still be starting, and what is published before it has subscribed is lost. */
    private void awaitReplier() {
        questions.request(new Question(0, 0)).ifNoItem().after(Duration.ofMillis(500)).fail()
                .onFailure().retry().indefinitely().await().atMost(PATIENCE);
    }

    private boolean askAll(int count) {
        long start = System.nanoTime();
        List<Answer> answers = Uni.join().all(IntStream.range(0, count)
                .mapToObj(i -> questions.request(new Question(i, i))).toList()).andFailFast().await().atMost(PATIENCE);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        long right = IntStream.range(0, count).filter(i -> answers.get(i).sum() == 2 * i).count();
        System.out.printf("%d requests at once: %d right replies in %d ms, %d pending%n", count, right, millis,
                questions.getPendingReplies().size());
        return right == count && questions.getPendingReplies().isEmpty();
    }

    private boolean askInVain(int count) {
        List<Throwable> failures = Uni.join().all(IntStream.range(0, count)
                .mapToObj(i -> hardQuestions.request(new Question(i, i))
                        .onItemOrFailure().transform((answer, failure) -> failure))
                .toList())
                .andFailFast().await().atMost(PATIENCE);
        long timedOut = failures.stream().filter(ReplyTimeoutException.class::isInstance).count();
        release.sendAndAwait("now");
        awaitCount(count, hardQuestions::lateReplies);
        System.out.printf("%d requests in vain: %d timed out, %d late replies dropped, %d pending%n", count, timedOut,
                hardQuestions.lateReplies(), hardQuestions.getPendingReplies().size());
        return timedOut == count && hardQuestions.lateReplies() == count && hardQuestions.getPendingReplies().isEmpty();
    }

    private static void awaitCount(long expected, LongSupplier actual) {
        Multi.createFrom().ticks().every(Duration.ofMillis(10)).select().where(tick -> actual.getAsLong() >= expected)
                .toUni().await().atMost(PATIENCE);
    }
}
