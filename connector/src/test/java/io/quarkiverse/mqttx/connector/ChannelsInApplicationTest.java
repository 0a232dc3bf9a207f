package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The channels as methods of beans see them. */
class ChannelsInApplicationTest extends OnArtemis {

    @AfterEach
    void release() {
        Slow.release.countDown();
    }

    record Temperature(String sensor, double degrees) {
    }

    @ApplicationScoped
    static class ManyTypes {

        @Incoming("pojo")
        void pojo(Temperature temperature) {
            SEEN.add(temperature);
        }

        /** Reactive Messaging tells the type argument of a message only, not that of a plain parameter. */
        @Incoming("list")
        CompletionStage<Void> list(Message<List<Temperature>> message) {
            SEEN.add(message.getPayload());
            return message.ack();
        }

        @Incoming("object")
        void object(JsonObject object) {
            SEEN.add(object);
        }

        @Incoming("number")
        void number(int number) {
            SEEN.add(number);
        }

        @Incoming("buffer")
        void buffer(Buffer buffer) {
            SEEN.add(buffer);
        }

        @Incoming("bytes")
        CompletionStage<Void> bytes(Message<byte[]> message) {
            SEEN.add(message.getPayload().length);
            return message.ack();
        }

        @Incoming("metadata")
        void metadata(String payload, IncomingMqttMetadata metadata) {
            SEEN.add(payload + " from " + metadata.getTopic());
        }
    }

    @Test
    void convertsPayloadsToWhatTheMethodsTake() {
        application.beans(ManyTypes.class).incoming("pojo").incoming("list").incoming("object").incoming("number")
                .incoming("buffer").incoming("bytes").incoming("metadata", "topic", "meta/+").start();
        awaitReady();
        String json = "{\"sensor\":\"kitchen\",\"degrees\":21.5}";
        outside.publish("pojo", json, 1);
        outside.publish("list", "[" + json + "]", 1);
        outside.publish("object", json, 1);
        outside.publish("number", "42", 1);
        outside.publish("buffer", "b", 1);
        outside.publish("bytes", "123", 1);
        outside.publish("meta/7", "x", 1);
        Temperature kitchen = new Temperature("kitchen", 21.5);
        awaitSeen(kitchen, List.of(kitchen), new JsonObject(json), 42, Buffer.buffer("b"), 3, "x from meta/7");
    }

    @ApplicationScoped
    static class PojoConsumer {

        @Incoming("in")
        void consume(Temperature temperature) {
            SEEN.add(temperature.sensor());
        }
    }

    @Test
    void livesOnAfterAPayloadThatCannotBeConvertedWhenFailuresAreIgnored() {
        // With this window the broker sends the next message only after the one before was acknowledged
        application.beans(PojoConsumer.class)
                .incoming("in", "qos", "1", "failure-strategy", "ignore", "receive-maximum", "1").start();
        awaitReady();
        outside.publish("in", "{\"sensor\":\"a\",\"degrees\":1}", 1);
        outside.publish("in", "no json", 1);
        outside.publish("in", "{\"sensor\":\"b\",\"degrees\":1}", 1);
        awaitSeen("a", "b");
        assertThat(application.connector().getLiveness().isOk()).isTrue();
    }

    @Test
    void stopsAtAPayloadThatCannotBeConvertedAndNamesChannelTopicAndType() {
        application.beans(PojoConsumer.class).incoming("in", "qos", "1", "topic", "sensors/#").start();
        awaitReady();
        outside.publish("sensors/1", "no json", 1);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(application.connector().getLiveness().getChannels()).singleElement()
                        .extracting(HealthReport.ChannelInfo::getMessage).asString()
                        .contains("channel 'in'", "topic 'sensors/1'", Temperature.class.getName()));
    }

    @ApplicationScoped
    static class Broken {

        @Incoming("in")
        void consume(String payload) {
            if (payload.equals("bad")) {
                throw new IllegalStateException("I do not like it");
            }
            SEEN.add(payload);
        }
    }

    @Test
    void goesOnAfterAnExceptionOfTheMethodWhenFailuresAreIgnored() {
        application.beans(Broken.class).incoming("in", "qos", "2", "failure-strategy", "ignore").start();
        awaitReady();
        outside.publish("in", "1", 2);
        outside.publish("in", "bad", 2);
        outside.publish("in", "2", 2);
        awaitSeen("1", "2");
        assertThat(application.connector().getLiveness().isOk()).isTrue();
    }

    @Test
    void saysWhatTheMethodHasThrownWhenItStops() {
        application.beans(Broken.class).incoming("in", "qos", "1").start();
        awaitReady();
        outside.publish("in", "bad", 1);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(application.connector().getLiveness().getChannels()).singleElement()
                        .extracting(HealthReport.ChannelInfo::getMessage).asString().contains("I do not like it"));
    }

    @ApplicationScoped
    static class Forwarder {

        @Incoming("in")
        @Outgoing("out")
        Message<Temperature> forward(Message<String> message) {
            return MqttMessage.from(message.withPayload(new Temperature(message.getPayload(), 1)),
                    OutgoingMqttMetadata.of("out/" + message.getPayload(), 1));
        }
    }

    @Test
    void aPipelineSurvivesMessagesThatCannotBePublished() {
        outside.subscribe("out/#", 1);
        application.beans(Forwarder.class)
                .incoming("in", "qos", "1", "failure-strategy", "ignore", "receive-maximum", "1").outgoing("out", "qos", "1")
                .start();
        awaitReady();
        outside.publish("in", "a", 1);
        outside.publish("in", "#", 1);
        outside.publish("in", "b", 1);
        outside.awaitReceived(2);
        assertThat(outside.receivedTexts()).containsExactly("{\"sensor\":\"a\",\"degrees\":1.0}",
                "{\"sensor\":\"b\",\"degrees\":1.0}");
    }

    @ApplicationScoped
    static class Threads {

        @Incoming("in")
        void consume(String payload) {
            Context context = Vertx.currentContext();
            SEEN.add(context.isEventLoopContext() && VertxContext.isDuplicatedContext(context)
                    && Context.isOnEventLoopThread());
        }
    }

    @Test
    void callsANonBlockingMethodOnTheEventLoopInTheContextOfTheMessage() {
        application.beans(Threads.class).incoming("in").start();
        awaitReady();
        outside.publish("in", "x", 1);
        awaitSeen(true);
    }

    @ApplicationScoped
    static class TwoProducers {

        @Outgoing("out")
        Multi<String> one() {
            return Multi.createFrom().items("1", "2");
        }

        @Outgoing("out")
        Multi<String> two() {
            return Multi.createFrom().items("3");
        }
    }

    @Test
    void mergesSeveralPublishers() {
        outside.subscribe("merged", 1);
        application.beans(TwoProducers.class).outgoing("out", "merge", "true", "topic", "merged", "qos", "1").start();
        outside.awaitReceived(3);
        assertThat(outside.receivedTexts()).containsExactlyInAnyOrder("1", "2", "3");
    }

    @ApplicationScoped
    static class TwoConsumers {

        @Incoming("in")
        void one(String payload) {
            SEEN.add("one " + payload);
        }

        @Incoming("in")
        void two(String payload) {
            SEEN.add("two " + payload);
        }
    }

    @Test
    void broadcastsToSeveralMethods() {
        application.beans(TwoConsumers.class).incoming("in", "broadcast", "true", "qos", "1", "receive-maximum", "1").start();
        awaitReady();
        outside.publish("in", "a", 1);
        outside.publish("in", "b", 1);
        awaitSeen("one a", "two a", "one b", "two b");
    }

    @ApplicationScoped
    static class TwoChannels {

        @Incoming("first")
        void first(String payload) {
            SEEN.add("first " + payload);
        }

        @Incoming("second")
        void second(String payload) {
            SEEN.add("second " + payload);
        }
    }

    @Test
    void twoChannelsOfOneConnectionMayListenToTheSameTopic() {
        application.beans(TwoChannels.class).incoming("first", "topic", "same", "qos", "0")
                .incoming("second", "topic", "same", "qos", "1").start();
        awaitReady();
        outside.publish("same", "a", 1);
        outside.publish("same", "b", 1);
        awaitSeen("first a", "second a", "first b", "second b");
    }

    @ApplicationScoped
    static class Slow {
        static volatile CountDownLatch release = new CountDownLatch(0);

        @Incoming("in")
        @Blocking
        void consume(String payload) throws InterruptedException {
            if (!release.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never released the consumer");
            }
            SEEN.add(payload);
        }
    }

    @Test
    void livesOnWhenQos0MessagesHadToBeDropped() {
        Slow.release = new CountDownLatch(1);
        application.beans(Slow.class).incoming("in", "buffer-size", "10").start();
        awaitReady();
        outside.publishAll("in", 5000, i -> Integer.toString(i).getBytes(), 0);
        outside.publish("in", "last", 1);
        Slow.release.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> SEEN.contains("last"));
        assertThat(SEEN).hasSizeLessThan(5001);
        outside.publish("in", "again", 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> SEEN.contains("again"));
        assertThat(application.connector().getLiveness().isOk()).isTrue();
    }

    @ApplicationScoped
    static class TwoSlow {
        static volatile CountDownLatch both;

        @Incoming("first")
        @Blocking
        void first(String payload) throws InterruptedException {
            meet(payload);
        }

        @Incoming("second")
        @Blocking
        void second(String payload) throws InterruptedException {
            meet(payload);
        }

        private static void meet(String payload) throws InterruptedException {
            both.countDown();
            SEEN.add(payload + (both.await(20, TimeUnit.SECONDS) ? " met" : " was alone"));
        }
    }

    @Test
    void blockingMethodsOfTwoChannelsOnOneConnectionDoNotWaitForEachOther() {
        TwoSlow.both = new CountDownLatch(2);
        application.beans(TwoSlow.class).incoming("first").incoming("second").start();
        awaitReady();
        outside.publish("first", "1", 1);
        outside.publish("second", "2", 1);
        awaitSeen("1 met", "2 met");
    }

    @ApplicationScoped
    static class Sender {
        @Inject
        @Channel("out")
        Emitter<Temperature> emitter;

        CompletionStage<Void> send(Temperature temperature) {
            return emitter.send(temperature);
        }
    }

    @Test
    void completesWhatAnEmitterReturnsWhenTheBrokerHasTheMessage() throws Exception {
        outside.subscribe("out", 2);
        application.beans(Sender.class).outgoing("out", "qos", "2").start();
        application.get(Sender.class).send(new Temperature("attic", 40)).toCompletableFuture().get(20,
                TimeUnit.SECONDS);
        outside.awaitReceived(1);
        assertThat(outside.receivedTexts()).containsExactly("{\"sensor\":\"attic\",\"degrees\":40.0}");
    }
}
