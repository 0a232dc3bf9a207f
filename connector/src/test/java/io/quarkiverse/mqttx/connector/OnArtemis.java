package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;

/** For each test an application without Quarkus and a client of another library, at one broker for all tests of the class. */
@Tag("broker")
abstract class OnArtemis {

    static TestBroker broker;
    /** What the beans of the application have seen, in their order. */
    static final List<Object> SEEN = new CopyOnWriteArrayList<>();

    TestApplication application;
    ReferenceClient outside;

    @BeforeAll
    static void startBroker() {
        broker = new ArtemisBroker();
        broker.start();
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        SEEN.clear();
        application = new TestApplication(broker);
        outside = ReferenceClient.connect(broker);
    }

    @AfterEach
    void end() {
        application.close();
        outside.close();
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(20)).until(() -> application.connector().getReadiness().isOk());
    }

    static void awaitSeen(Object... expected) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(SEEN).containsExactlyInAnyOrder(expected));
    }
}
