package io.quarkiverse.mqttx.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;

/** What no-local, retain-as-published and retain-handling say arrives at real brokers and has its effect. */
@Tag("broker")
class SubscriptionOptionsTest {

    private TestApplication application;

    @BeforeEach
    void forgetWhatWasReceived() {
        Consumer.received.clear();
    }

    @AfterEach
    void end() {
        application.close();
    }

    @ApplicationScoped
    static class Consumer {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        CompletionStage<Void> consume(Message<String> message) {
            received.add(message.getPayload()
                    + (message.getMetadata(IncomingMqttMetadata.class).orElseThrow().isRetain() ? " retained" : ""));
            return message.ack();
        }
    }

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;

        void send(String payload, String topic) {
            emitter.send(Message.of(payload).addMetadata(OutgoingMqttMetadata.of(topic)));
        }
    }

    private void start(TestBroker broker, Class<?>... beans) {
        application = new TestApplication(broker).beans(beans);
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(application.connector().getReadiness().isOk())
                .isTrue());
    }

    private static void awaitReceived(String... texts) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Consumer.received).containsExactly(texts));
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void withNoLocalTheConnectionDoesNotGetWhatItPublishes(TestBroker broker) {
        broker.start();
        start(broker, Consumer.class, Producer.class);
        application.incoming("in", "topic", "own,echo", "qos", "1", "no-local", "true,false")
                .outgoing("out", "topic", "own", "qos", "1").start();
        awaitReady();
        assertThat(application.get(MqttConnections.class).all()).hasSize(1);
        application.get(Producer.class).send("mine", "own");
        application.get(Producer.class).send("echo", "echo");
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReceived("echo");
            outside.publish("own", "theirs", 1);
            awaitReceived("echo", "theirs");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void withRetainAsPublishedMessagesKeepTheirFlag(TestBroker broker) {
        broker.start();
        start(broker, Consumer.class);
        application.incoming("in", "topic", "plain,kept", "qos", "1", "retain-as-published", "false,true").start();
        awaitReady();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            outside.publish("plain", "a".getBytes(UTF_8), 1, true);
            outside.publish("kept", "b".getBytes(UTF_8), 1, true);
            outside.publish("kept", "c".getBytes(UTF_8), 1, false);
            awaitReceived("a", "b retained", "c");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void retainHandlingDecidesWhatOfTheStoreComes(TestBroker broker) {
        broker.start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            for (String topic : List.of("never", "new", "always")) {
                outside.publish(topic, topic.getBytes(UTF_8), 1, true);
            }
            subscribeInAProcess(broker);
            outside.publish("always", "end", 1);
            await().until(() -> Consumer.received.contains("end"));
            assertThat(Consumer.received).containsExactlyInAnyOrder("new retained", "always retained", "end");

            // another process subscribes once more in the session of the first one
            application.close();
            Consumer.received.clear();
            subscribeInAProcess(broker);
            outside.publish("always", "end", 1);
            await().until(() -> Consumer.received.contains("end"));
            assertThat(Consumer.received).containsExactlyInAnyOrder("always retained", "end");
        }
    }

    private void subscribeInAProcess(TestBroker broker) {
        start(broker, Consumer.class);
        application.incoming("in", "client-id", "keeper", "auto-clean-session", "false", "topic", "never,new,always", "qos",
                "1", "retain-handling", "never,send-if-new,send").start();
        awaitReady();
    }
}
