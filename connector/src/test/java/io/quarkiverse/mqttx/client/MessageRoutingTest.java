package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.topic.TopicFilter;

@Tag("broker")
class MessageRoutingTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void whatTheSessionBringsAtOnceIsNotLost() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            connection.publish("a/b", 1, 7, "early");
            connection.skipTo("PUBACK");
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).persistentSession("routed"));
            RecordingRoute route = RecordingRoute.acknowledging(client);
            client.route(List.of(TopicFilter.of("a/#")), route);
            client.start();
            assertThat(route.awaitTexts(1)).containsExactly("early");
            broker.awaitScripts();
        }
    }

    @Test
    void acknowledgesWhenAllRecipientsHave() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.publish("a/b", 1, 7, "for two");
            connection.publish("c", 1, 8, "for one");
            // PUBACK of the second waits for the first one's, which waits for its second recipient
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(7);
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(8);
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            RecordingRoute slow = RecordingRoute.manual();
            client.route(List.of(TopicFilter.of("a/b"), TopicFilter.of("a/+"), TopicFilter.of("c")),
                    RecordingRoute.acknowledging(client));
            client.route(List.of(TopicFilter.of("$share/group/a/#")), slow);
            get(client.start());
            slow.awaitTexts(1);
            assertThat(broker.received("PUBACK")).isEmpty();
            client.acknowledge(slow.messages().get(0));
            broker.awaitScripts();
        }
    }

    @Test
    void theSubscriptionForWhichAMessageWasSentDecidesWhoGetsItAndNotItsTopic() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(1);
            connection.grant(1);
            connection.send(Packets.publish5("0B 02", "a/b", 1, 7, "for the second".getBytes()));
            connection.expect("PUBACK");
            connection.send(Packets.publish5("0B 01", "a/b", 1, 8, "for the first".getBytes()));
            connection.expect("PUBACK");
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).identifiersFrom(1));
            RecordingRoute first = RecordingRoute.acknowledging(client);
            RecordingRoute second = RecordingRoute.acknowledging(client);
            client.route(List.of(TopicFilter.of("a/#")), first);
            client.route(List.of(TopicFilter.of("a/b")), second);
            get(client.start());
            Grant.of(client, "a/#", 1).code();
            Grant.of(client, "a/b", 1).code();
            broker.awaitScripts();
            assertThat(first.texts()).containsExactly("for the first");
            assertThat(second.texts()).containsExactly("for the second");
        }
    }

    @Test
    void acknowledgesAndCountsWhatNobodyWants() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.publish("left/over", 1, 7, "x");
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(7);
            connection.publish("left/over", 2, 8, "x");
            assertThat(connection.expect("PUBREC").packetId()).isEqualTo(8);
            connection.publish("left/over", 0, 0, "x");
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            broker.awaitScripts();
            await().until(() -> client.unrouted() == 3);
        }
    }

    @Test
    void aRecipientThatGoesLeavesItsMessagesToTheBroker() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(1);
            connection.expect("PUBLISH");
            connection.publish("a", 1, 7, "kept by the broker");
            connection.publish("b", 1, 8, "processed");
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(8);
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            RecordingRoute leaving = RecordingRoute.acknowledging(client);
            client.route(List.of(TopicFilter.of("a")), leaving);
            client.route(List.of(TopicFilter.of("b")), RecordingRoute.acknowledging(client));
            Grant grant = Grant.of(client, "a", 1);
            get(client.start());
            grant.code();
            client.unroute(leaving);
            Outcome.of(client, "now", "", 0);
            broker.awaitScripts();
            assertThat(leaving.messages()).isEmpty();
            assertThat(client.unrouted()).isZero();
        }
    }

    @Test
    void afterUnsubscribeWhatStillComesIsAcknowledged() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(1);
            connection.expect("UNSUBSCRIBE");
            connection.publish("a", 1, 7, "crossed the UNSUBSCRIBE");
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(7);
        }); LogCapture log = new LogCapture()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            RecordingRoute leaving = RecordingRoute.acknowledging(client);
            client.route(List.of(TopicFilter.of("a")), leaving);
            Grant grant = Grant.of(client, "a", 1);
            get(client.start());
            grant.code();
            client.unroute(leaving);
            client.unsubscribe("a", grant);
            broker.awaitScripts();
            assertThat(client.unrouted()).isEqualTo(1);
            assertThat(log.lines("WARN")).isEmpty();
        }
    }

    @Test
    void aRecipientThatThrowsHarmsNobodyElse() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.publish("bad", 1, 7, "x");
            connection.publish("good", 1, 8, "y");
            assertThat(connection.expect("PUBACK").packetId()).isEqualTo(8);
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            client.route(List.of(TopicFilter.of("bad")), new Route() {
                @Override
                public void deliver(InboundMessage message) {
                    throw new IllegalStateException("expected by the test");
                }

                @Override
                public void failed(Throwable cause) {
                }
            });
            RecordingRoute route = RecordingRoute.acknowledging(client);
            client.route(List.of(TopicFilter.of("good")), route);
            get(client.start());
            broker.awaitScripts();
            assertThat(route.texts()).containsExactly("y");
            assertThat(client.status().isConnected()).isTrue();
        }
    }
}
