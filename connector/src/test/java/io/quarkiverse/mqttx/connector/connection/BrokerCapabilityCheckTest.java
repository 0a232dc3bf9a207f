package io.quarkiverse.mqttx.connector.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;

/** What a broker does not do of what is configured is said once, in one line, with channel, attribute and value. */
@Tag("broker")
class BrokerCapabilityCheckTest {

    /** Maximum QoS 1; no retained messages, wildcards, identifiers, shared subscriptions; keep-alive 30; session for 60 s. */
    private static final String LITTLE = "24 01 25 00 28 00 29 00 2A 00 13 00 1E 11 00 00 00 3C";

    private TestApplication application;

    @AfterEach
    void end() {
        application.close();
    }

    @ApplicationScoped
    static class Consumers {

        @Incoming("all")
        void all(String payload) {
        }

        @Incoming("one")
        void one(String payload) {
        }
    }

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;
    }

    private static ScriptedBroker.Script accepting(String properties, boolean closing) {
        return connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, 0, properties));
            if (closing) {
                connection.close();
            } else {
                connection.serve();
            }
        };
    }

    private void start(ScriptedBroker broker) {
        application = new TestApplication(broker.host(), broker.port());
        application.beans(Consumers.class, Producer.class).connector("client-id", "me")
                .connector("auto-clean-session", "false").connector("keep-alive-seconds", "20")
                .connector("reconnect-interval-seconds", "0")
                .incoming("all", "topic", "$share/g/b,a/#", "retain-handling", "never").incoming("one", "topic", "a/b")
                .outgoing("out", "qos", "2", "retain", "true", "user-properties", "site=bonn").start();
    }

    private static List<String> said(LogCapture log) {
        return log.lines("WARN").stream().filter(line -> line.contains("not all is possible")).toList();
    }

    @Test
    void allConflictsStandInOneLineThatIsNotRepeated() {
        try (LogCapture log = new LogCapture();
                ScriptedBroker broker = ScriptedBroker.start(accepting(LITTLE, true), accepting(LITTLE, true),
                        accepting("", true), accepting(LITTLE, false))) {
            start(broker);
            broker.awaitConnections(4);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(application.get(MqttConnections.class).all()).singleElement()
                        .satisfies(connection -> assertThat(connection.conflicts()).hasSize(7));
                assertThat(said(log)).last().asString().contains("wildcard", "'out'", "'one'");
            });
            assertThat(application.get(MqttConnections.class).all().get(0).conflicts()).containsExactlyInAnyOrder(
                    "channel 'all', attribute 'keep-alive-seconds', value '20': the broker requires 30, which applies",
                    "channel 'all', attribute 'session-expiry-seconds', value '4294967295': the broker keeps the session for 60"
                            + " seconds only",
                    "channel 'all', attribute 'topic', value '$share/g/b': the broker offers no shared subscriptions",
                    "channel 'all', attribute 'topic', value 'a/#': the broker offers no wildcard subscriptions",
                    "channel 'all' and 'one', attribute 'client-id', value 'me': 'a/#' and 'a/b' overlap, and the broker has no"
                            + " subscription identifiers, so both may get a message twice; give them client ids of their own",
                    "channel 'out', attribute 'qos', value '2': the broker takes messages up to QoS 1, so they are nacked",
                    "channel 'out', attribute 'retain', value 'true': the broker retains no messages, so they are nacked");
            // the first two connections have one broker, the third has none of its limits, the fourth has them again
            assertThat(said(log).stream().filter(line -> line.contains("'out'") && line.contains("'one'"))).hasSize(2);
        }
    }

    @Test
    void whatNeedsMqtt5IsNamedWhereTheBrokerSpeaksAnEarlierVersion() {
        try (LogCapture log = new LogCapture();
                ScriptedBroker broker = ScriptedBroker.start(connection -> {
                    connection.expect("CONNECT");
                    connection.send("20 02 00 01").close();
                }, Conversation::serve)) {
            start(broker);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                    application.get(MqttConnections.class).all().get(0).conflicts()).containsExactlyInAnyOrder(
                            "channel 'all', attribute 'retain-handling', value 'never': has no effect with MQTT 3.1.1, which is"
                                    + " what the broker speaks",
                            "channel 'all' and 'one', attribute 'client-id', value 'me': 'a/#' and 'a/b' overlap, and MQTT 3.1.1"
                                    + " has no subscription identifiers, so both may get a message twice; give them client ids"
                                    + " of their own",
                            "channel 'out', attribute 'user-properties', value '[site=bonn]': has no effect with MQTT 3.1.1,"
                                    + " which is what the broker speaks"));
            assertThat(said(log)).isNotEmpty();
        }
    }

    @Test
    void whatWasNegotiatedIsThereForTheApplication() {
        try (ScriptedBroker broker = ScriptedBroker.start(
                accepting("21 00 21 27 00 01 11 70 22 00 05 13 00 0B", false)); LogCapture log = new LogCapture()) {
            application = new TestApplication(broker.host(), broker.port());
            application.beans(Producer.class).outgoing("out").connector("receive-maximum", "44")
                    .connector("max-message-size", "80000").connector("topic-alias-maximum", "6").start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> application.get(MqttConnections.class).all().get(0).status().isConnected());
            ConnectionStatus status = application.get(MqttConnections.class).all().get(0).status();
            NegotiatedSettings negotiated = status.negotiated();
            assertThat(List.of(negotiated.receiveMaximum(), negotiated.maximumPacketSize(), negotiated.topicAliasMaximum(),
                    negotiated.keepAliveSeconds())).isEqualTo(List.of(33, 70_000L, 5, 11));
            assertThat(List.of(negotiated.clientReceiveMaximum(), negotiated.clientMaximumPacketSize(),
                    negotiated.clientTopicAliasMaximum())).isEqualTo(List.of(44, 80_000, 6));
            assertThat(application.get(MqttConnections.class).all().get(0).conflicts()).isEmpty();
            assertThat(said(log)).isEmpty();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(log.lines("DEBUG"))
                    .anySatisfy(line -> assertThat(line).contains("keep-alive-seconds is 11 instead of 60",
                            "No more than 33 messages of QoS 1 and 2")));
        }
    }
}
