package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.smallrye.reactive.messaging.health.HealthReport;

/** An application without Quarkus at a real broker, and the beans that more than one class of tests needs. */
@Tag("broker")
abstract class ConnectorFixture {

    final ArtemisBroker broker = new ArtemisBroker();
    final TestApplication application = new TestApplication(broker);

    @BeforeEach
    void forgetWhatWasReceived() {
        Consumer.received.clear();
    }

    @AfterEach
    void end() {
        application.close();
        broker.close();
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            HealthReport report = application.connector().getReadiness();
            assertThat(report.isOk()).as(() -> report.getChannels().toString()).isTrue();
        });
    }

    @ApplicationScoped
    static class Consumer {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void consume(String payload) {
            received.add(payload);
        }
    }

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;

        void send(String payload) {
            emitter.send(payload);
        }
    }
}
