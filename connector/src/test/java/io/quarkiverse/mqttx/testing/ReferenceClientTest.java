package io.quarkiverse.mqttx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("broker")
class ReferenceClientTest {

    @Test
    void carriesMqtt5Properties() {
        try (TestBroker broker = new ArtemisBroker().start(); ReferenceClient client = ReferenceClient.connect(broker)) {
            client.subscribe("properties", 1);
            MqttProperties properties = new MqttProperties();
            properties.setContentType("text/plain");
            properties.setCorrelationData(new byte[] { 1, 2 });
            client.publish("properties", new byte[0], 1, false, properties);

            assertThat(client.awaitReceived(1).get(0).properties().getContentType()).isEqualTo("text/plain");
            assertThat(client.received().get(0).properties().getCorrelationData()).containsExactly(1, 2);
        }
    }

    @Test
    void reportsARefusedSubscriptionAndARefusedMessage() {
        try (TestBroker broker = new ArtemisBroker().user("alice", "secret").denySubscribe("no/").denyPublish("no/").start();
                ReferenceClient client = ReferenceClient.of(broker).user("alice", "secret").connect()) {
            assertThatThrownBy(() -> client.subscribe("no/entry", 1)).hasMessageContaining("0x87");
            assertThatThrownBy(() -> client.publish("no/entry", "x", 1)).hasMessageContaining("0x87");
            client.subscribe("yes", 1).publish("yes", "x", 1);
            assertThat(client.awaitReceived(1)).hasSize(1);
        }
    }

    /** Mosquitto itself sends a message twice now and then after a restart; its log says which came of that. */
    @Test
    void takesPartInARestartOfMosquittoExactlyOnce() {
        try (MosquittoBroker broker = new MosquittoBroker()) {
            broker.persistent().start();
            List<String> received = receivedOverARestart(broker, 2);

            assertThat(new HashSet<>(received)).hasSize(2_000);
            assertThat(received).hasSizeLessThanOrEqualTo(
                    2_000 + MosquittoLog.sentTwice(broker.log(), "subscriber", "flow", 2_000));
        }
    }

    /**
     * Artemis keeps the identifiers of what a client publishes at QoS 2 in memory only, so a message may come twice. It also
     * gives
     * the packet identifiers of what it was sending to other messages after a restart. A client that knows QoS 2 messages by
     * their identifier alone takes these for repetitions and drops them, so this one subscribes at QoS 1.
     */
    @Test
    void losesNothingInARestartOfArtemis() {
        try (TestBroker broker = new ArtemisBroker().persistent().start()) {
            assertThat(new HashSet<>(receivedOverARestart(broker, 1))).hasSize(2_000);
        }
    }

    /** @param qos of the subscription; what is published has QoS 2 */
    private static List<String> receivedOverARestart(TestBroker broker, int qos) {
        try (ReferenceClient subscriber = ReferenceClient.of(broker).reconnecting("subscriber").connect();
                ReferenceClient publisher = ReferenceClient.of(broker).reconnecting("publisher").connect()) {
            subscriber.subscribe("flow", qos);
            send(publisher, 0, 1_000);
            broker.restart();
            send(publisher, 1_000, 2_000);
            publisher.flush();
            publisher.publish("flow", "end", 2);

            await().atMost(Duration.ofSeconds(60)).until(() -> subscriber.receivedTexts().contains("end"));
            await().atMost(Duration.ofSeconds(60)).until(() -> new HashSet<>(subscriber.receivedTexts()).size() == 2_001);
            return subscriber.receivedTexts().stream().filter(text -> !text.equals("end")).toList();
        }
    }

    private static void send(ReferenceClient publisher, int from, int to) {
        for (int i = from; i < to; i++) {
            publisher.send("flow", Integer.toString(i).getBytes(), 2, false, null);
        }
    }
}
