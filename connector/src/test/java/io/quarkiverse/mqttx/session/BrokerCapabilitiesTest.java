package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static io.quarkiverse.mqttx.api.PacketType.PUBREL;
import static io.quarkiverse.mqttx.session.SessionHarness.incoming;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UnsubscribeException;
import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

/** What the broker says in CONNACK that it does not take, it is not sent (MQTT-5.0 §3.2.2.3). */
class BrokerCapabilitiesTest {

    private final List<String> fates = new ArrayList<>();
    private SessionHarness session = new SessionHarness();

    private void subscribe(String filter) {
        session.session.subscribe(Subscription.of(filter, 1), new SubscriptionListener() {
            @Override
            public void granted(int qos) {
            }

            @Override
            public void refused(int reasonCode, String reason) {
                fates.add(filter + " " + ReasonCode.describe(reasonCode) + ", " + reason);
            }
        }, session.now);
    }

    private static Properties.Builder maximumPacketSize(long size) {
        return Properties.builder().add(Property.MAXIMUM_PACKET_SIZE, size);
    }

    @Test
    void noRetainedMessageGoesToABrokerWithoutThem() {
        session.connect(false, Properties.builder().add(Property.RETAIN_AVAILABLE, 0).build());
        session.session.outbound().publish(Publish.of("t", new byte[0], 1, true), session.completion("a"),
                new PublisherQueue("a"), 0);
        assertThat(session.sent()).isEmpty();
        assertThat(session.outcomes).containsExactly("a The broker does not take retained messages; the message to 't' is one");
        session.publish("not retained", 1);
        assertThat(session.sent()).containsExactly("PUBLISH 1");
    }

    /** A header of 2 bytes, a packet identifier of 2, an empty list of properties, and 13 for each filter of 10 letters. */
    @ParameterizedTest
    @ValueSource(ints = { 17, 18, 30, 31, 32, 43, 44, 45 })
    void noSubscribeExceedsTheMaximumPacketSize(int maximum) {
        for (int i = 0; i < 8; i++) {
            subscribe("filter-no" + i);
        }
        session.connAck = maximumPacketSize(maximum).add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0).build();
        session.reconnect(false);
        int fitting = (maximum - 5) / 13;
        assertThat(session.sent).allSatisfy(
                packet -> assertThat(((Subscribe) packet).subscriptions()).hasSizeLessThanOrEqualTo(fitting));
        assertThat(session.sent.stream().mapToInt(packet -> ((Subscribe) packet).subscriptions().size()).sum())
                .isEqualTo(fitting == 0 ? 0 : 8);
        if (fitting == 0) {
            assertThat(fates).hasSize(8).first().asString().isEqualTo("filter-no0 0x95 Packet too large, the broker takes"
                    + " packets of 17 bytes at most, and the SUBSCRIBE for this topic filter would be larger");
        }
    }

    @Test
    void theSubscriptionIdentifierCountsAsWell() {
        session.connAck = maximumPacketSize(19).build();
        subscribe("filter-no0");
        session.reconnect(false);
        assertThat(session.sent).isEmpty();
        session.connAck = maximumPacketSize(20).build();
        session.reconnect(false);
        assertThat(session.sent()).containsExactly("SUBSCRIBE");
    }

    @Test
    void noUnsubscribeExceedsTheMaximumPacketSize() {
        session.connect();
        session.loseConnection();
        for (int i = 0; i < 10; i++) {
            Requests.unsubscribe(session, "filter-no" + i);
        }
        session.connAck = maximumPacketSize(5 + 3 * 12).build();
        session.reconnect(true);
        assertThat(session.sent).extracting(packet -> ((Unsubscribe) packet).filters().size()).containsExactly(3, 3, 3, 1);

        List<UnsubscribeException> refusals = new ArrayList<>();
        session.session.unsubscribe("f".repeat(35), refusals::add, 0);
        assertThat(refusals).singleElement().satisfies(refusal -> {
            assertThat(refusal.reasonCode()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
            assertThat(refusal).hasMessageContaining("packets of 41 bytes at most");
        });
    }

    @Test
    void noAuthExceedsTheMaximumPacketSize() {
        session = new SessionHarness(settings -> {
            settings.options = new ConnectOptions(false, new AuthenticationMethod("PUZZLE", false), null,
                    ShutdownOptions.DEFAULT);
            return settings;
        });
        // 2 bytes of header, the code, the length of the properties, 9 for the method and 3 for the length of the data
        session.connect(false, maximumPacketSize(2 + 1 + 1 + 9 + 3 + 10).add(Property.AUTHENTICATION_METHOD, "PUZZLE").build());
        session.session.reauthenticate(new byte[10], 0);
        assertThat(session.sent()).containsExactly("AUTH");
        session.receive(new Auth(0x18, Properties.builder().add(Property.AUTHENTICATION_METHOD, "PUZZLE").build()));
        session.session.authenticate(new byte[11], 0);
        assertThat(session.sent()).containsExactly("DISCONNECT");
        assertThat(session.closed).singleElement().asString().contains("packets of 26 bytes at most", "AUTH of 27");
    }

    @ParameterizedTest
    @ValueSource(longs = { 100, 1023, 1024 })
    void aRejectionLeavesItsTextOutWhereTheBrokerTakesSmallPacketsOnly(long maximum) {
        session.connect(false, maximumPacketSize(maximum).build());
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 2, 2, false));
        session.delivered
                .forEach(message -> session.session.inbound().reject(message, new Rejection(0x99, "x".repeat(200)), 0));
        assertThat(session.sent).hasSize(2).allSatisfy(packet -> {
            assertThat(((Ack) packet).reasonCode()).isEqualTo(0x99);
            assertThat(((Ack) packet).properties().has(Property.REASON_STRING)).isEqualTo(maximum == 1024);
        });
    }

    @Test
    void answersCarryNoUserProperties() {
        session.connect();
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 2, 2, false));
        session.receive(incoming("c", 1, 3, false));
        session.session.inbound().acknowledge(session.delivered.get(0), 0);
        session.session.inbound().acknowledge(session.delivered.get(1), 0);
        session.session.inbound().reject(session.delivered.get(2), new Rejection(0x80, "no"), 0);
        session.receive(PUBREL, 2);
        session.receive(PUBREL, 9);
        session.publish("d", 2);
        session.receive(PUBREC, 1);
        session.receive(PUBREC, 9);
        List<Packet> answers = session.sent.stream().filter(Ack.class::isInstance).toList();
        assertThat(answers).extracting(Packet::type).contains(PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL,
                PacketType.PUBCOMP);
        assertThat(answers).allSatisfy(answer -> {
            Properties properties = ((Ack) answer).properties();
            assertThat(properties.userProperties()).isEmpty();
            assertThat(properties.has(Property.REASON_STRING)).isEqualTo(((Ack) answer).reasonCode() == 0x80);
        });
    }
}
