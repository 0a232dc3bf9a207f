package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;

/** A channel that is injected, and that the application subscribes to whenever it likes. */
class InjectedChannelTest extends ConnectorFixture {

    @ApplicationScoped
    static class Stream {

        @Inject
        @Channel("in")
        Multi<String> in;

        private final List<String> seen = new CopyOnWriteArrayList<>();

        Cancellable subscribe() {
            return in.subscribe().with(seen::add);
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void isNotReadyWithoutAConnectionThoughNobodyHasSubscribed() {
        application.beans(Stream.class).incoming("in").connector("reconnect-max-interval-seconds", "1").start();
        assertThat(application.get(Stream.class).seen()).isEmpty();
        assertThat(application.connector().getReadiness().isOk()).isFalse();

        broker.start();
        awaitReady();
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "1", "2" })
    void subscribesAtTheStartAndKeepsWhatComesForTheFirstSubscriber(String qos) {
        broker.start();
        application.beans(Stream.class).incoming("in", "qos", qos).start();
        awaitReady();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            for (String payload : List.of("a", "b", "c")) {
                outside.publish("in", payload, 2);
            }
            Cancellable subscription = application.get(Stream.class).subscribe();

            await().atMost(Duration.ofSeconds(30)).untilAsserted(
                    () -> assertThat(application.get(Stream.class).seen()).containsExactly("a", "b", "c"));
            subscription.cancel();
        }
    }

    @Test
    void saysThatNobodySubscribesWhenItHasToDropMessages() {
        broker.start();
        application.beans(Stream.class).incoming("in", "buffer-size", "1").start();
        awaitReady();
        try (ReferenceClient outside = ReferenceClient.connect(broker); LogCapture log = new LogCapture()) {
            for (String payload : List.of("a", "b", "c")) {
                outside.publish("in", payload, 0);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().droppedMessages("in") == 2);
            assertThat(log.lines("WARN")).singleElement().asString().contains("nobody subscribes",
                    "unsubscribe-on-disconnection=true");
        }
    }

    @Test
    void connectsOnlyForItsFirstSubscriberWhenThatIsWanted() {
        application.beans(Stream.class).incoming("in", "unsubscribe-on-disconnection", "true")
                .connector("reconnect-max-interval-seconds", "1").start();
        assertThat(application.connector().getReadiness().isOk()).as("nobody wants messages, so none are missing").isTrue();

        Cancellable subscription = application.get(Stream.class).subscribe();
        assertThat(application.connector().getReadiness().isOk()).isFalse();
        broker.start();
        awaitReady();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            outside.publish("in", "a", 1);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(
                    () -> assertThat(application.get(Stream.class).seen()).containsExactly("a"));
        }
        subscription.cancel();
    }
}
