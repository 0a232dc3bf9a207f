package io.quarkiverse.mqttx.connector.reply;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The beans of requesters and repliers, and how they are put together. */
final class Calculator {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private Calculator() {
    }

    record Question(int a, int b) {
    }

    record Answer(int sum) {
    }

    /** A requester on the topic {@code sum}. */
    static TestApplication asking(TestApplication application, String... attributes) {
        return application.beans(Asker.class)
                .outgoing("questions", with(attributes, "topic", "sum", "qos", "1"));
    }

    /** An ordinary processor that hears of all requests to {@code sum}, wherever they say where to reply. */
    static TestApplication answering(TestApplication application, Class<?> replier, String... attributes) {
        return application.beans(replier)
                .incoming("asked", with(attributes, "topic", "sum/#", "qos", "1"))
                .outgoing("answers", with(attributes, "reply", "true", "qos", "1"));
    }

    private static String[] with(String[] attributes, String... more) {
        String[] all = Arrays.copyOf(more, more.length + attributes.length);
        System.arraycopy(attributes, 0, all, more.length, attributes.length);
        return all;
    }

    /** As the attribute {@code version} takes it. */
    static String attribute(ProtocolVersion version) {
        return switch (version) {
            case V3_1 -> "3.1";
            case V3_1_1 -> "3.1.1";
            case V5 -> "5";
        };
    }

    static void awaitReady(TestApplication application) {
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
        application.get(Asker.class).questions().waitForSubscription().await().atMost(PATIENCE);
    }

    @ApplicationScoped
    static class Asker {

        @Inject
        @Channel("questions")
        MqttRequestReply<Question, Answer> questions;

        @Inject
        @Channel("questions")
        MqttRequestReply<Question, String> texts;

        MqttRequestReply<Question, Answer> questions() {
            return questions;
        }

        MqttRequestReply<Question, String> texts() {
            return texts;
        }

        Answer ask(int a, int b) {
            return questions.request(new Question(a, b)).await().atMost(PATIENCE);
        }
    }

    @ApplicationScoped
    static class Adder {

        @Incoming("asked")
        @Outgoing("answers")
        Answer add(Question question) {
            return new Answer(question.a + question.b);
        }
    }

    /** Replies when the test says so. */
    @ApplicationScoped
    static class Hesitant {

        static final List<CompletableFuture<Answer>> open = new CopyOnWriteArrayList<>();

        @Incoming("asked")
        @Outgoing("answers")
        Uni<Answer> add(Question question) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            open.add(answer);
            return Uni.createFrom().completionStage(answer);
        }
    }

    /** Replies with each number from {@code a} to {@code b}, and says with which it is done. */
    @ApplicationScoped
    static class Counter {

        @Incoming("asked")
        @Outgoing("answers")
        Multi<Message<Answer>> count(Message<Question> request) {
            Question question = request.getPayload();
            return Multi.createFrom().range(question.a, question.b + 1).map(number -> {
                OutgoingMqttMetadata.Builder metadata = OutgoingMqttMetadata.builder();
                if (number == question.b) {
                    metadata.withUserProperty(MqttRequestReply.LAST, "true");
                }
                return request.withPayload(new Answer(number)).addMetadata(metadata.build());
            });
        }
    }

    /** Says that it cannot. */
    @ApplicationScoped
    static class Refuser {

        @Incoming("asked")
        @Outgoing("answers")
        Message<Answer> refuse(Message<Question> request) {
            return request.withPayload(new Answer(0)).addMetadata(OutgoingMqttMetadata.builder()
                    .withUserProperty(MqttRequestReply.FAILURE, "too hard").build());
        }
    }
}
