package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static io.quarkiverse.mqttx.api.PacketType.PUBCOMP;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static io.quarkiverse.mqttx.api.PacketType.PUBREL;
import static io.quarkiverse.mqttx.session.SessionHarness.incoming;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.SessionHarness.Settings;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

class SessionRestoreTest {

    private static final UnaryOperator<Settings> SETTINGS = settings -> {
        settings.versions = EnumSet.of(ProtocolVersion.V5);
        return settings;
    };

    private KeptSession kept = new KeptSession();
    /** What was told to the journal and what went out, in their order. */
    private final List<String> order = new ArrayList<>();
    private SessionHarness session = kept(SETTINGS);

    @Test
    void aMessageThatWasNotSentYetGoesOutAfterTheRestart() {
        session.publish("a", 1);
        session.publish("b", 2);

        restart(false);

        assertThat(session.sent()).containsExactly("PUBLISH 1", "PUBLISH 2");
    }

    @Test
    void aMessageAtQos0IsNotKept() {
        session.publish("a", 0);

        assertThat(kept.build()).isEqualTo(KeptSession.EMPTY);
    }

    @Test
    void aMessageWithoutPubAckGoesOutAgainUnderItsIdentifierWithDup() {
        session.connect();
        session.publish("a", 1);
        session.publish("b", 1);
        session.receive(PUBACK, 1);

        restart(true);

        assertThat(session.sent()).containsExactly("PUBLISH 2 dup");
        session.receive(PUBACK, 2);
        assertThat(session.outcomes).containsExactly("sender of b ok");
        assertThat(kept.build()).isEqualTo(KeptSession.EMPTY);
    }

    @Test
    void aMessageWithoutPubRecGoesOutAgainUnderItsIdentifierWithDup() {
        session.connect();
        session.publish("a", 2);

        restart(true);

        assertThat(session.sent()).containsExactly("PUBLISH 1 dup");
        session.receive(PUBREC, 1);
        assertThat(session.sent()).containsExactly("PUBREL 1");
        session.receive(PUBCOMP, 1);
        assertThat(session.outcomes).containsExactly("sender of a ok");
    }

    @Test
    void aReleasedMessageIsReleasedAgainAndNeverPublishedAgain() {
        session.connect();
        session.publish("a", 2);
        session.publish("b", 2);
        session.receive(PUBREC, 2);
        session.receive(PUBREC, 1);

        restart(true);

        assertThat(session.sent()).containsExactly("PUBREL 2", "PUBREL 1");
        session.receive(PUBCOMP, 1);
        session.receive(PUBCOMP, 2);
        assertThat(kept.build()).isEqualTo(KeptSession.EMPTY);
    }

    @Test
    void aNewMessageGetsNoIdentifierThatIsInFlightFromBefore() {
        session.connect();
        session.publish("a", 1);
        session.publish("b", 2);
        session.receive(PUBREC, 2);

        restart(true);
        session.publish("c", 1);

        assertThat(session.sent()).containsExactly("PUBREL 2", "PUBLISH 1 dup", "PUBLISH 3");
    }

    @Test
    void withoutASessionAtTheBrokerWhatIsUnacknowledgedIsPublishedAnewAndWhatIsReleasedIsSettled() {
        session.connect();
        session.publish("a", 2);
        session.publish("b", 1);
        session.publish("c", 2);
        session.receive(PUBREC, 1);

        restart(false);

        assertThat(session.sent()).containsExactly("PUBLISH 2", "PUBLISH 3");
        assertThat(session.outcomes).containsExactly("sender of a ok");
    }

    @Test
    void whatIsLeftKeepsItsOrderOverSeveralRestarts() {
        session.connect();
        session.publish("a", 1);
        session.publish("b", 1);
        restart(true);
        session.publish("c", 1);
        restart(true);
        session.sent();
        restart(true);

        assertThat(session.sent()).containsExactly("PUBLISH 1 dup", "PUBLISH 2 dup", "PUBLISH 3 dup");
    }

    @Test
    void aMessageIsKeptWithTheNameOfItsSender() {
        session.publish("a", 1);

        assertThat(kept.build().outgoing()).singleElement()
                .satisfies(message -> assertThat(message.sender()).isEqualTo("sender of a"));
    }

    @Test
    void anIncomingQos2MessageThatWasReceivedIsAnsweredButNotDeliveredAgain() {
        session.connect();
        session.acknowledgeAtOnce = true;
        session.receive(incoming("x", 2, 7, false));

        restart(true);
        session.receive(incoming("x", 2, 7, true));

        assertThat(session.delivered).isEmpty();
        assertThat(session.sent()).containsExactly("PUBREC 7");
        session.receive(PUBREL, 7);
        assertThat(session.sent()).containsExactly("PUBCOMP 7");
        assertThat(kept.build()).isEqualTo(KeptSession.EMPTY);
    }

    @Test
    void anIncomingQos2MessageIsCompletedWhenTheBrokerReleasesItAtOnce() {
        session.connect();
        session.acknowledgeAtOnce = true;
        session.receive(incoming("x", 2, 7, false));

        restart(true);
        session.receive(PUBREL, 7);
        session.receive(incoming("x", 2, 7, false));

        assertThat(session.sent()).containsExactly("PUBCOMP 7", "PUBREC 7");
        assertThat(session.delivered).hasSize(1);
    }

    @Test
    void anotherMessageUnderAnIdentifierThatWasReceivedIsDelivered() {
        session.connect();
        session.acknowledgeAtOnce = true;
        session.receive(incoming("x", 2, 7, false));

        restart(true);
        session.receive(incoming("y", 2, 7, false));

        assertThat(session.delivered).hasSize(1);
    }

    @Test
    void anIncomingMessageThatTheApplicationHasNotProcessedIsDeliveredAgain() {
        session.connect();
        session.receive(incoming("x", 2, 7, false));
        session.receive(incoming("y", 1, 8, false));

        restart(true);
        session.receive(incoming("x", 2, 7, true));
        session.receive(incoming("y", 1, 8, true));

        assertThat(session.delivered).hasSize(2);
    }

    @Test
    void whatTheBrokerHasForgottenIsForgottenHereToo() {
        session.connect();
        session.acknowledgeAtOnce = true;
        session.receive(incoming("x", 2, 7, false));

        restart(false);

        assertThat(kept.build()).isEqualTo(KeptSession.EMPTY);
        session.receive(incoming("x", 2, 7, false));
        assertThat(session.delivered).hasSize(1);
    }

    @Test
    void aFilterThatNobodyWantsAnyMoreIsTakenBack() {
        session.connect();
        subscribe("a");
        subscribe("b");

        session = kept(SETTINGS);
        session.session.restore(kept.build(), left -> session.completion(left.sender()), Set.of());
        subscribe("b");
        connect(true);

        assertThat(session.sent).filteredOn(Unsubscribe.class::isInstance).singleElement()
                .satisfies(packet -> assertThat(((Unsubscribe) packet).filters()).containsExactly("a"));
        session.receive(new UnsubAck(1, new int[] { 0 }, Properties.EMPTY));
        assertThat(kept.build().subscriptions()).containsOnlyKeys("b");
    }

    @Test
    void aFilterIsAskedForAgainUnderTheIdentifierThatItHad() {
        session.connect();
        subscribe("other");
        int identifier = subscribe("a");

        session = kept(SETTINGS);
        session.session.restore(kept.build(), left -> session.completion(left.sender()), Set.of("other"));
        int fresh = subscribe("fresh");

        assertThat(subscribe("a")).isEqualTo(identifier);
        assertThat(fresh).isNotIn(1, identifier);
        connect(true);
        assertThat(session.sent).filteredOn(Subscribe.class::isInstance).hasSize(2);
    }

    @Test
    void aFilterThatWillBeWantedLaterIsNotTakenBack() {
        session.connect();
        subscribe("a");

        session = kept(SETTINGS);
        session.session.restore(kept.build(), left -> session.completion(left.sender()), Set.of("a"));
        connect(true);

        assertThat(session.sent).isEmpty();
    }

    @Test
    void aFilterThatTheBrokerHasForgottenIsForgottenWhenNobodyWantsIt() {
        session.connect();
        subscribe("a");

        restart(false);

        assertThat(kept.build().subscriptions()).isEmpty();
    }

    @Test
    void aFilterIsKeptUntilTheLastOfItsUnsubscribesIsAnswered() {
        session.connect();
        subscribe("a");
        unsubscribe("a");
        subscribe("a");
        unsubscribe("a");

        session.receive(new UnsubAck(2, new int[] { 0 }, Properties.EMPTY));
        assertThat(kept.build().subscriptions()).as("the broker may have the second subscription").containsOnlyKeys("a");
        session.receive(new UnsubAck(4, new int[] { 0 }, Properties.EMPTY));
        assertThat(kept.build().subscriptions()).isEmpty();
    }

    @Test
    void theJournalIsToldBeforeThePacketGoesOut() {
        session.acknowledgeAtOnce = true;
        session.connect();
        order.clear();
        session.publish("a", 2);
        session.receive(PUBREC, 1);
        session.receive(PUBCOMP, 1);
        session.receive(incoming("x", 2, 7, false));
        session.receive(PUBREL, 7);
        subscribe("f");

        assertThat(order).containsExactly("Accepted", "Identified", "PUBLISH", "Released", "PUBREL", "Settled", "Received",
                "PUBREC", "Completed", "PUBCOMP", "Subscribed", "SUBSCRIBE");
    }

    @Test
    void presenceIsKeptOnlyOnceItIsUnderWay() {
        session = kept(settings -> {
            settings.options = new ConnectOptions(false, null,
                    new Presence("presence", new byte[] { 1 }, new byte[] { 0 }, 2), ShutdownOptions.DEFAULT);
            return settings;
        });
        session.connect();
        assertThat(kept.build().outgoing()).hasSize(1);

        session.receive(PUBREC, 1);
        session.receive(PUBCOMP, 1);
        session.session.writable(false, 0);
        session.session.announceOffline(0);
        assertThat(kept.build().outgoing()).isEmpty();
    }

    @Test
    void aMessageThatIsGivenUpWithTheProcessStaysKept() {
        session.publish("a", 1);
        IllegalStateException end = new IllegalStateException("the end");
        session.session.abandon(end, end, sequence -> true);

        assertThat(session.outcomes).containsExactly("a the end");
        restart(true);
        assertThat(session.sent()).containsExactly("PUBLISH 1");
    }

    @Test
    void whatIsAdoptedCountsInTheSendQueueOfItsPublisherUntilItIsSent() {
        session.share = new PublisherQueue("out");
        for (String name : List.of("aa", "bb", "cc")) {
            session.publish(name, 1);
        }
        session = kept(SETTINGS);
        session.session.restore(kept.build(), left -> session.completion(left.sender()), Set.of());

        PublisherQueue adopting = new PublisherQueue("out",
                new SendQueueSettings(100, 18, SendQueueOverflow.DROP_OLDEST, true, false, true));
        session.session.outbound().adopt(new PublisherQueue("another"));
        session.session.outbound().adopt(adopting);
        assertThat(adopting.status()).isEqualTo(new SendQueueStatus(3, 18, 0, 0, 0, 0, 0, 0));

        session.share = adopting;
        session.publish("dd", 1);
        assertThat(adopting.status()).isEqualTo(new SendQueueStatus(3, 18, 1, 0, 0, 0, 0, 0));
        connect(false);
        assertThat(adopting.status()).isEqualTo(new SendQueueStatus(0, 0, 1, 0, 0, 0, 0, 0));
        for (int packetId = 1; packetId <= 3; packetId++) {
            session.receive(PUBACK, packetId);
        }
        assertThat(session.outcomes).containsExactly("out dropped OLDEST", "out ok", "out ok", "dd ok");
        assertThat(kept.build()).isEqualTo(KeptSession.EMPTY);
    }

    private int subscribe(String filter) {
        return session.session.subscribe(Subscription.of(filter, 1), new SubscriptionListener() {
            @Override
            public void granted(int qos) {
            }

            @Override
            public void refused(int reasonCode, String reason) {
            }
        }, 0);
    }

    private void unsubscribe(String filter) {
        session.session.unsubscribe(filter, refusal -> {
        }, 0);
    }

    /** The process dies, and the next one connects. */
    private void restart(boolean sessionPresent) {
        session = kept(SETTINGS);
        session.session.restore(kept.build(), left -> session.completion(left.sender()), Set.of());
        session.acknowledgeAtOnce = true;
        connect(sessionPresent);
    }

    private void connect(boolean sessionPresent) {
        session.open();
        session.sent.clear();
        session.receive(new ConnAck(sessionPresent, 0, Properties.EMPTY));
    }

    private SessionHarness kept(UnaryOperator<Settings> settings) {
        return new SessionHarness(settings, change -> {
            order.add(change.getClass().getSimpleName());
            kept.apply(change);
        }) {
            @Override
            public boolean send(Packet packet) {
                order.add(packet.type().toString());
                return super.send(packet);
            }
        };
    }
}
