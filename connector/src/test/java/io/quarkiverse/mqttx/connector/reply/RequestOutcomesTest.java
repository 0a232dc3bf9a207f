package io.quarkiverse.mqttx.connector.reply;

import static io.quarkiverse.mqttx.connector.reply.Calculator.PATIENCE;
import static io.quarkiverse.mqttx.connector.reply.Calculator.answering;
import static io.quarkiverse.mqttx.connector.reply.Calculator.asking;
import static io.quarkiverse.mqttx.connector.reply.Calculator.awaitReady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.api.PendingReply;
import io.quarkiverse.mqttx.api.ReplyFailureException;
import io.quarkiverse.mqttx.api.ReplyTimeoutException;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.connector.reply.Calculator.Adder;
import io.quarkiverse.mqttx.connector.reply.Calculator.Answer;
import io.quarkiverse.mqttx.connector.reply.Calculator.Asker;
import io.quarkiverse.mqttx.connector.reply.Calculator.Counter;
import io.quarkiverse.mqttx.connector.reply.Calculator.Hesitant;
import io.quarkiverse.mqttx.connector.reply.Calculator.Question;
import io.quarkiverse.mqttx.connector.reply.Calculator.Refuser;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** All that can become of a request. */
@Tag("broker")
class RequestOutcomesTest {

    private static final Question QUESTION = new Question(1, 2);

    private final ArtemisBroker broker = new ArtemisBroker();
    private final TestApplication application = new TestApplication(broker)
            // what a test leaves open is not waited for at its end
            .connector("shutdown-timeout-seconds", "0");

    @BeforeEach
    void start() {
        Hesitant.open.clear();
        broker.start();
    }

    @AfterEach
    void end() {
        application.close();
        broker.close();
    }

    private MqttRequestReply<Question, Answer> questions() {
        return application.get(Asker.class).questions();
    }

    private void run(Class<?> replier, String... attributes) {
        asking(answering(application, replier), attributes).start();
        awaitReady(application);
    }

    private <T> UniAssertSubscriber<T> subscribe(Uni<T> uni) {
        return uni.subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void failsWithoutAReplyInTimeAndTakesNoLateOne() {
        run(Hesitant.class, "reply-timeout-seconds", "1");
        assertThatThrownBy(() -> questions().request(QUESTION).await().atMost(PATIENCE))
                .isInstanceOf(ReplyTimeoutException.class)
                .hasMessageContainingAll("channel 'questions': no reply within 1 s (reply-timeout-seconds)",
                        "the broker has taken the request, and nobody has replied on 'reply/mqttx");
        await().untilAsserted(() -> assertThat(questions().getPendingReplies()).isEmpty());

        Hesitant.open.get(0).complete(new Answer(3));
        await().untilAsserted(() -> assertThat(questions().lateReplies()).isEqualTo(1));
    }

    @Test
    void saysThatNobodyListensWhenTheBrokerSaysSo() {
        asking(application, "reply-timeout-seconds", "1").start();
        awaitReady(application);

        assertThatThrownBy(() -> questions().request(QUESTION).await().atMost(PATIENCE))
                .isInstanceOf(ReplyTimeoutException.class);
    }

    @Test
    void forgetsARequestThatTheCallerCancels() {
        run(Hesitant.class);
        UniAssertSubscriber<Answer> asked = subscribe(questions().request(QUESTION));
        await().until(() -> Hesitant.open.size() == 1);
        assertThat(questions().getPendingReplies()).hasSize(1).allSatisfy((id, pending) -> {
            assertThat(pending.replyTopic()).startsWith("reply/").endsWith("/questions");
            assertThat(pending.isCancelled()).isFalse();
        });
        asked.cancel();

        await().untilAsserted(() -> assertThat(questions().getPendingReplies()).isEmpty());
        Hesitant.open.get(0).complete(new Answer(3));
        await().untilAsserted(() -> assertThat(questions().lateReplies()).isEqualTo(1));
    }

    @Test
    void ignoresFurtherRepliesToOneRequest() {
        run(Counter.class);

        assertThat(questions().request(new Question(1, 3)).await().atMost(PATIENCE)).isEqualTo(new Answer(1));
        assertThat(questions().request(new Question(7, 9)).await().atMost(PATIENCE)).isEqualTo(new Answer(7));
        assertThat(questions().lateReplies()).isZero();
    }

    @Test
    void getsAllRepliesUpToTheLast() {
        run(Counter.class);

        assertThat(questions().requestMulti(new Question(1, 5)).collect().asList().await().atMost(PATIENCE))
                .containsExactly(new Answer(1), new Answer(2), new Answer(3), new Answer(4), new Answer(5));
        assertThat(questions().getPendingReplies()).isEmpty();
    }

    @Test
    void getsAsManyRepliesAsTheCallerWants() {
        run(Counter.class);

        assertThat(questions().requestMulti(new Question(1, 1000)).select().first(2).collect().asList().await()
                .atMost(PATIENCE)).containsExactly(new Answer(1), new Answer(2));
        await().untilAsserted(() -> assertThat(questions().getPendingReplies()).isEmpty());
    }

    @Test
    void endsTheStreamOfRepliesOnRequest() {
        run(Hesitant.class);
        AssertSubscriber<Answer> replies = questions().requestMulti(QUESTION)
                .subscribe().withSubscriber(AssertSubscriber.create(10));
        await().until(() -> Hesitant.open.size() == 1);
        Hesitant.open.get(0).complete(new Answer(3));
        replies.awaitItems(1, PATIENCE);
        questions().getPendingReplies().values().forEach(PendingReply::complete);

        replies.awaitCompletion(PATIENCE).assertItems(new Answer(3));
    }

    @Test
    void failsTheStreamWhenNoFurtherReplyComes() {
        run(Hesitant.class, "reply-timeout-seconds", "1");
        AssertSubscriber<Answer> replies = questions().requestMulti(QUESTION)
                .subscribe().withSubscriber(AssertSubscriber.create(10));
        await().until(() -> Hesitant.open.size() == 1);
        Hesitant.open.get(0).complete(new Answer(3));

        replies.awaitFailure(PATIENCE).assertItems(new Answer(3)).assertFailedWith(ReplyTimeoutException.class);
    }

    @Test
    void failsWithWhatTheReplyStates() {
        run(Refuser.class, "reply-failure-handler", "user-property");

        assertThatThrownBy(() -> questions().request(QUESTION).await().atMost(PATIENCE))
                .isInstanceOf(ReplyFailureException.class).hasMessage("too hard");
    }

    @Test
    void failsWithWhatTheApplicationMakesOfTheReply() {
        application.beans(OddSums.class);
        run(Adder.class, "reply-failure-handler", "odd");

        assertThatThrownBy(() -> questions().request(QUESTION).await().atMost(PATIENCE))
                .isInstanceOf(ArithmeticException.class).hasMessage("{\"sum\":3} on channel questions");
        assertThat(questions().request(new Question(1, 1)).await().atMost(PATIENCE)).isEqualTo(new Answer(2));
    }

    @Test
    void failsWhenTheReplyCannotBeConverted() {
        run(Hesitant.class);
        UniAssertSubscriber<Answer> asked = subscribe(questions().request(QUESTION));
        await().until(() -> Hesitant.open.size() == 1);
        String replyTopic = questions().getPendingReplies().values().iterator().next().replyTopic();
        CorrelationId id = questions().getPendingReplies().keySet().iterator().next();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            outside.publish(replyTopic + "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(id.toBytes()), "no JSON",
                    1);
        }

        asked.awaitFailure(PATIENCE).assertFailedWith(PayloadConversionException.class, "channel 'questions'");
    }

    @Test
    void failsWhenTheApplicationEnds() {
        run(Hesitant.class, "reply-timeout-seconds", "100", "shutdown-timeout-seconds", "0");
        UniAssertSubscriber<Answer> asked = subscribe(questions().request(QUESTION));
        await().until(() -> Hesitant.open.size() == 1);
        application.stop();

        asked.awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "the application ends");
    }

    @Test
    void failsWhenAnotherRequestWaitsUnderItsCorrelationId() {
        application.beans(Numbers.class);
        run(Hesitant.class);
        UniAssertSubscriber<Answer> first = subscribe(questions().request(QUESTION));
        await().until(() -> Hesitant.open.size() == 1);

        assertThatThrownBy(() -> questions().request(QUESTION).await().atMost(PATIENCE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another request with the correlation id");
        Hesitant.open.get(0).complete(new Answer(3));
        first.awaitItem(PATIENCE).assertItem(new Answer(3));
    }

    @Test
    void takesNoFurtherRequestsOnceCompleted() {
        run(Hesitant.class);
        UniAssertSubscriber<Answer> asked = subscribe(questions().request(QUESTION));
        await().until(() -> Hesitant.open.size() == 1);
        questions().complete();

        assertThatThrownBy(() -> questions().request(QUESTION).await().atMost(PATIENCE))
                .isInstanceOf(IllegalStateException.class);
        Hesitant.open.get(0).complete(new Answer(3));
        asked.awaitItem(PATIENCE).assertItem(new Answer(3));
    }

    @Test
    void cannotBeInjectedForAChannelThatIsDisabled() {
        asking(application, "enabled", "false").start();

        assertThatThrownBy(this::questions).hasStackTraceContaining("channel 'questions', into which MqttRequestReply");
    }

    @Test
    void refusesAResponseTopicOfTheApplicationsOwn() {
        run(Adder.class);
        Message<Question> request = Message.of(QUESTION).addMetadata(
                OutgoingMqttMetadata.builder().withResponseTopic("mine").build());

        assertThatThrownBy(() -> questions().request(request).await().atMost(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("MqttRequestReply sets both");
    }

    @Test
    void acksTheRequestWhenTheBrokerHasItAndCarriesTheMetadataOfTheReply() {
        run(Adder.class);
        CompletableFuture<Void> acked = new CompletableFuture<>();
        Message<Question> request = Message.of(QUESTION, () -> {
            acked.complete(null);
            return CompletableFuture.completedStage(null);
        });

        Message<Answer> reply = questions().request(request).await().atMost(PATIENCE);
        assertThat(reply.getPayload()).isEqualTo(new Answer(3));
        assertThat(reply.getMetadata(IncomingMqttMetadata.class)).hasValueSatisfying(
                metadata -> assertThat(metadata.getTopic()).startsWith("reply/").endsWith("/questions"));
        assertThat(acked).succeedsWithin(PATIENCE);
    }

    @Test
    void waitsThroughALostConnection() throws Exception {
        try (ChaosProxy proxy = ChaosProxy.to(broker)) {
            asking(answering(application, Hesitant.class), "port", Integer.toString(proxy.port()), "reply-timeout-seconds",
                    "30", "reconnect-interval-seconds", "0").start();
            awaitReady(application);
            UniAssertSubscriber<Answer> asked = subscribe(questions().request(QUESTION));
            await().until(() -> Hesitant.open.size() == 1);
            int connections = proxy.connections();
            proxy.cutAll();
            await().until(() -> proxy.connections() > connections);
            awaitReady(application);
            Hesitant.open.get(0).complete(new Answer(3));

            asked.awaitItem(PATIENCE).assertItem(new Answer(3));
        }
    }

    @Test
    void ignoresWhatIsNoReplyAndSaysSo() {
        try (LogCapture log = new LogCapture(); ReferenceClient outside = ReferenceClient.connect(broker)) {
            run(Adder.class, "reply-topic", "my/replies");
            outside.publish("my/replies/AAAA", "stray", 1);
            outside.publish("my/replies", "without an id", 1);

            await().untilAsserted(() -> assertThat(log.lines("WARN")).anySatisfy(line -> assertThat(line).contains(
                    "Channel 'questions': ignores a message on 'my/replies/AAAA'", "reply-topic")));
            assertThat(application.get(Asker.class).ask(1, 2)).isEqualTo(new Answer(3));
        }
    }

    @Test
    void comesOnTheContextOfTheCaller() {
        run(Adder.class);
        Vertx vertx = Vertx.vertx();
        try {
            Context caller = vertx.getOrCreateContext();
            CompletableFuture<Context> seen = new CompletableFuture<>();
            caller.runOnContext(ignored -> questions().request(QUESTION).subscribe()
                    .with(answer -> seen.complete(Vertx.currentContext()), seen::completeExceptionally));

            assertThat(seen).succeedsWithin(PATIENCE).isSameAs(caller);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void givesEachInjectionPointItsOwnType() {
        run(Adder.class);

        assertThat(application.get(Asker.class).texts().request(QUESTION).await().atMost(PATIENCE)).isEqualTo("{\"sum\":3}");
        assertThat(questions().request(QUESTION).await().atMost(PATIENCE)).isEqualTo(new Answer(3));
    }

    @Test
    void usesTheCorrelationIdsOfTheApplication() {
        application.beans(Numbers.class);
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("sum", 1)) {
            run(Adder.class);
            List<Answer> answers = new ArrayList<>();
            answers.add(application.get(Asker.class).ask(1, 2));

            assertThat(outside.awaitReceived(1)).singleElement().satisfies(request -> assertThat(
                    new String(request.properties().getCorrelationData(), StandardCharsets.UTF_8)).isEqualTo("1+2"));
            assertThat(answers).containsExactly(new Answer(3));
        }
    }

    @Test
    void doesNotStartWithAnUnknownHandler() {
        asking(application, "reply-failure-handler", "odd");

        assertThatThrownBy(application::start)
                .hasMessageContaining(
                        "attribute 'reply-failure-handler', value 'odd': use one of user-property, or add a bean");
    }

    @ApplicationScoped
    @Identifier("odd")
    static class OddSums implements ReplyFailureHandler {

        @Override
        public Throwable handleReply(Message<byte[]> reply) {
            String text = new String(reply.getPayload(), StandardCharsets.UTF_8);
            String channel = reply.getMetadata(IncomingMqttMetadata.class).orElseThrow().getChannel();
            return text.contains("3") ? new ArithmeticException(text + " on channel " + channel) : null;
        }
    }

    @ApplicationScoped
    static class Numbers implements CorrelationIdHandler {

        @Override
        public CorrelationId generate(Message<?> request) {
            Question question = (Question) request.getPayload();
            return CorrelationId.of(question.a() + "+" + question.b());
        }
    }
}
