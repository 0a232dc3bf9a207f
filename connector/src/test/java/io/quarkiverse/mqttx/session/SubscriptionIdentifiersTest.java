package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UnsubscribeException;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;

/** Each wanted filter has an identifier of its own where the broker offers that (MQTT-5.0 §3.8.2.1.2). */
class SubscriptionIdentifiersTest {

    private final List<String> fates = new ArrayList<>();

    private int subscribe(SessionHarness session, String filter) {
        return session.session.subscribe(Subscription.of(filter, 1), new SubscriptionListener() {
            @Override
            public void granted(int qos) {
                fates.add(filter + " granted " + qos);
            }

            @Override
            public void refused(int reasonCode, String reason) {
                fates.add(filter + " refused: " + reason);
            }
        }, session.now);
    }

    /** The filters and the identifier of each SUBSCRIBE since the last look. */
    private static List<String> asked(SessionHarness session) {
        List<String> result = new ArrayList<>();
        for (Packet packet : session.sent) {
            if (packet instanceof Subscribe subscribe) {
                result.add(subscribe.subscriptions().stream().map(Subscription::filter).toList() + "="
                        + subscribe.properties().number(Property.SUBSCRIPTION_IDENTIFIER, 0));
            }
        }
        session.sent.clear();
        return result;
    }

    private static SessionHarness session(int first) {
        return new SessionHarness(settings -> {
            settings.flow = FlowOptions.DEFAULT.identifiersFrom(first);
            return settings;
        });
    }

    @Test
    void eachFilterIsAskedForUnderItsOwn() {
        SessionHarness session = session(7);
        assertThat(subscribe(session, "a")).isEqualTo(7);
        assertThat(subscribe(session, "b")).isEqualTo(8);
        session.reconnect(false);
        assertThat(asked(session)).containsExactly("[a]=7", "[b]=8");
        assertThat(session.connections.get(0).subscriptionIdentifierAvailable()).isTrue();
    }

    @Test
    void aFilterKeepsItsOwnAsLongAsItIsWanted() {
        SessionHarness session = session(1).connect();
        subscribe(session, "a");
        subscribe(session, "b");
        assertThat(subscribe(session, "a")).isEqualTo(1);
        session.reconnect(false);
        assertThat(asked(session)).containsExactly("[a]=1", "[b]=2");
        session.session.unsubscribe("a", this::ended, 0);
        assertThat(subscribe(session, "c")).isEqualTo(3);
        assertThat(subscribe(session, "a")).as("messages for the first may still be under way").isEqualTo(4);
    }

    @Test
    void aBrokerThatOffersNoneIsGivenNone() {
        SessionHarness session = session(1);
        session.connAck = Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0).build();
        subscribe(session, "a");
        subscribe(session, "b");
        session.reconnect(false);
        assertThat(asked(session)).containsExactly("[a, b]=0");
    }

    @Test
    void beforeMqtt5ThereAreNone() {
        SessionHarness session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1_1);
            return settings;
        });
        subscribe(session, "a");
        session.reconnect(false);
        assertThat(asked(session)).containsExactly("[a]=0");
        assertThat(session.connections.get(0).subscriptionIdentifierAvailable()).isFalse();
    }

    @Test
    void aBrokerThatRefusesThemIsAskedAgainWithout() {
        SessionHarness session = session(1);
        subscribe(session, "a");
        subscribe(session, "b");
        session.reconnect(false);
        asked(session);
        refuseWithoutIdentifiers(session, 1);
        refuseWithoutIdentifiers(session, 2);
        assertThat(asked(session)).containsExactly("[a]=0", "[b]=0");
        session.receive(new SubAck(3, new int[] { 1 }, Properties.EMPTY));
        refuseWithoutIdentifiers(session, 4);
        assertThat(fates).containsExactly("a granted 1", "b refused: SUBACK 0xA1 Subscription Identifiers not supported");
        assertThat(asked(session)).isEmpty();
    }

    private static void refuseWithoutIdentifiers(SessionHarness session, int packetId) {
        session.receive(new SubAck(packetId, new int[] { 0xA1 }, Properties.EMPTY));
    }

    @Test
    void aBrokerThatEndsTheConnectionOverThemIsGivenNoneAtTheNext() {
        SessionHarness session = session(1);
        subscribe(session, "a");
        session.reconnect(false);
        session.receive(new Disconnect(0xA1));
        session.reconnect(false);
        assertThat(asked(session)).containsExactly("[a]=0");
    }

    @Test
    void theLastNumberThereIsIsFollowedByTheFirst() {
        SessionHarness session = session(268_435_455);
        assertThat(subscribe(session, "a")).isEqualTo(268_435_455);
        assertThat(subscribe(session, "b")).isEqualTo(1);
    }

    private void ended(UnsubscribeException refusal) {
        fates.add(refusal == null ? "done" : refusal.getMessage());
    }
}
