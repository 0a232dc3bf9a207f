package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.vertx.core.json.JsonObject;

/** How the packaged application starts, what it says about its configuration, how it comes back, and how it ends. */
class LifecycleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of a process that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;

    @Test
    void namesTheNearestAttributeForOneThatIsNotKnown() {
        try (TestBroker broker = new ArtemisBroker().start();
                PackagedApplication application = PackagedApplication.on(broker)
                        .environment("MP_MESSAGING_INCOMING_TEMPERATURES_BUFFER_SISE", "64")
                        .connector("keep-alive-second", 30).start()) {
            application.house().awaitReadiness();

            assertThat(application.output())
                    .contains("attribute 'keep-alive-second': is not known and has no effect; did you mean keep-alive-seconds?")
                    .contains("channel 'temperatures', attribute 'buffer.sise': is not known and has no effect;"
                            + " did you mean buffer-size?");
        }
    }

    @Test
    void doesNotStartWithValuesThatAreWrongAndNamesAllOfThem() {
        try (PackagedApplication application = new PackagedApplication()
                .environment("MP_MESSAGING_INCOMING_TEMPERATURES_QOS", "3")
                .property("mp.messaging.outgoing.alarms.topic", "alarms/#")
                .connector("keep-alive-seconds", "soon").start()) {
            assertThat(application.awaitEnd()).isEqualTo(1);

            assertThat(application.output())
                    .contains("channel 'temperatures', attribute 'qos', value '3'", "use 0, 1 or 2")
                    .contains("channel 'alarms', attribute 'topic', value 'alarms/#'")
                    .contains("attribute 'keep-alive-seconds', value 'soon'")
                    .doesNotContain("Listening on");
        }
    }

    @Test
    void setsTheOptionsOfTheSocket() {
        try (TestBroker broker = new ArtemisBroker().start();
                PackagedApplication application = PackagedApplication.on(broker)
                        .connector("tcp-keep-alive-idle-seconds", 30)
                        .connector("tcp-keep-alive-interval-seconds", 5)
                        .connector("tcp-keep-alive-count", 3).start()) {
            application.house().awaitReadiness();

            assertThat(application.output()).doesNotContain("TCP keep-alive stays on with the system's value");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void comesBackAfterTheBrokerHasRestarted(TestBroker broker) {
        broker.start();
        try (PackagedApplication application = PackagedApplication.on(broker).start()) {
            House house = application.house();
            house.awaitReadiness();

            broker.restart();

            await("a reconnection").atMost(PATIENCE).until(() -> house.connection().getLong("reconnects") > 0);
            house.awaitReadiness();
            try (ReferenceClient outsider = ReferenceClient.connect(broker).subscribe("averages/hall", 1)) {
                outsider.publish("sensors/hall/temperature",
                        new JsonObject().put("sensor", "hall").put("celsius", 19).encode(), 1);
                outsider.awaitReceived(1, PATIENCE);
            }
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void disconnectsBeforeItEnds(TestBroker broker) {
        broker.start();
        try (ReferenceClient outsider = ReferenceClient.connect(broker).subscribe("house/#", 1)) {
            try (PackagedApplication application = withWill(broker).start()) {
                application.house().awaitReadiness();
                assertThat(application.terminate()).isEqualTo(TERMINATED);
            }
            outsider.publish("house/empty", "", 1);
            assertThat(outsider.awaitReceived(1, PATIENCE)).as("no will after DISCONNECT")
                    .extracting(ReceivedMessage::topic).containsExactly("house/empty");

            try (PackagedApplication killed = withWill(broker).start()) {
                killed.house().awaitReadiness();
            }
            assertThat(outsider.awaitReceived(2, PATIENCE)).last().extracting(ReceivedMessage::topic)
                    .isEqualTo("house/gone");
        }
    }

    private static PackagedApplication withWill(TestBroker broker) {
        return PackagedApplication.on(broker).connector("will-topic", "house/gone");
    }
}
