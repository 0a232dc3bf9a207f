package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.subscription.Cancellable;

/** What a client publishes obeys the send queue of its own configuration, or that of the channel of its name. */
@Tag("broker")
class MqttClientSendQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestBroker broker = new ArtemisBroker();
    private final Map<String, String> fates = new ConcurrentSkipListMap<>();
    private TestApplication application;

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
        broker.close();
    }

    private MqttClient offline(String... attributes) {
        application = new TestApplication(broker).client("own", "client-id", "own", "shutdown-timeout-seconds", "0",
                "reconnect-interval-seconds", "0").client("own", attributes).start();
        return application.mqttClient("own");
    }

    private Cancellable publish(MqttClient client, String payload) {
        return client.publish(OutgoingMqttMetadata.of("off/" + payload, 1, true), payload).subscribe()
                .with(result -> fates.put(payload, "sent"), cause -> fates.put(payload, cause.getClass().getSimpleName()));
    }

    private List<String> arrived(int count) {
        broker.start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("off/#", 1)) {
            return outside.awaitReceived(count).stream().map(ReceivedMessage::text).sorted().collect(Collectors.toList());
        }
    }

    @Test
    void withBackPressureItWaitsForRoomAndIsTakenBackWhenNobodyWantsItAnyMore() {
        MqttClient client = offline("send-queue-max-messages", "2");
        publish(client, "a");
        publish(client, "b");
        Cancellable unwanted = publish(client, "c");
        publish(client, "d");
        await().atMost(PATIENCE).until(() -> client.sendQueue().waiting() == 2);
        unwanted.cancel();
        assertThat(arrived(3)).containsExactly("a", "b", "d");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fates).isEqualTo(Map.of("a", "sent", "b", "sent", "d", "sent")));
        assertThat(client.sendQueue()).isEqualTo(new SendQueueStatus(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void theSizeOfMessagesTakesRoomToo() {
        MqttClient client = offline("send-queue-max-messages", "100", "send-queue-max-bytes", "1");
        publish(client, "a");
        publish(client, "b");
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> client.sendQueue().waiting() == 1);
        assertThat(arrived(2)).containsExactly("a", "b");
    }

    @Test
    void whatWaitsForRoomFailsWhenTheApplicationEnds() {
        MqttClient client = offline("send-queue-max-messages", "1");
        publish(client, "a");
        publish(client, "b");
        await().atMost(PATIENCE).until(() -> client.sendQueue().waiting() == 1);
        application.close();
        application = null;
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fates)
                .isEqualTo(Map.of("a", "MqttConnectionException", "b", "MqttConnectionException")));
    }

    @Test
    void aFullSendQueueFailsOrDropsWhereThatIsConfigured() {
        MqttClient client = offline("send-queue-max-messages", "2", "send-queue-overflow", "fail");
        for (String name : List.of("a", "b", "c")) {
            publish(client, name);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fates).isEqualTo(Map.of("c", "SendQueueFullException")));
        assertThat(client.sendQueue().failed()).isEqualTo(1);
        assertThat(arrived(2)).containsExactly("a", "b");
    }

    @Test
    void whatIsDroppedSucceedsWhereThatIsConfigured() {
        MqttClient client = offline("send-queue-max-messages", "1", "send-queue-overflow", "drop-oldest", "send-queue-dropped",
                "ack");
        publish(client, "a");
        publish(client, "b");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fates).isEqualTo(Map.of("a", "sent")));
        assertThat(client.sendQueue().droppedOldest()).isEqualTo(1);
        assertThat(arrived(1)).containsExactly("b");
    }

    @Test
    void theClientOfAChannelHasTheSettingsOfTheChannelAndASendQueueOfItsOwn() {
        application = new TestApplication(broker).outgoing("out", "send-queue-max-messages", "1", "send-queue-overflow", "fail",
                "shutdown-timeout-seconds", "0").start();
        MqttClient client = application.mqttClient("out");
        publish(client, "a");
        publish(client, "b");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fates).isEqualTo(Map.of("b", "SendQueueFullException")));
        assertThat(client.sendQueue().waiting()).isEqualTo(1);
    }
}
