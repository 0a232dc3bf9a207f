package io.quarkiverse.mqttx.client.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

class ReconnectMachineTest {

    private static final ServerAddress A = new ServerAddress("a", 1883, false);
    private static final ServerAddress B = new ServerAddress("b", 1883, false);

    private final Effects effects = new Effects();
    private final ReconnectRules rules = new ReconnectRules(new ReconnectSettings(true, 2, 1000, 60_000, false, Map.of()),
            List.of(A),
            (server, attempt) -> true, () -> 0.5, ReconnectAction.SLOW_MILLIS);
    private ReconnectMachine machine = new ReconnectMachine(rules, effects);
    private long now = 1_000;

    /** Writes down what the machine does. */
    private static final class Effects implements ReconnectEffects {

        private final List<String> done = new ArrayList<>();
        private Decision asked;
        private boolean drained;

        private List<String> take() {
            List<String> taken = List.copyOf(done);
            done.clear();
            return taken;
        }

        @Override
        public void attempt() {
            done.add("attempt");
        }

        @Override
        public void cancelAttempt() {
            done.add("cancel attempt");
        }

        @Override
        public void rest(boolean resting) {
            done.add(resting ? "rest" : "resume");
        }

        @Override
        public boolean isDrained(boolean withQueue) {
            done.add(withQueue ? "look at all" : "look at what is in flight");
            return drained;
        }

        @Override
        public void disconnect(boolean forGood, long closeMillis) {
            done.add((forGood ? "leave" : "disconnect") + " within " + closeMillis);
        }

        @Override
        public void awaitClose() {
            done.add("await close");
        }

        @Override
        public void forgetConnection() {
            done.add("forget connection");
        }

        @Override
        public void ended(EndedAttempt ended, Decision decision) {
            done.add("ended");
        }

        @Override
        public void ask(EndedAttempt ended, Decision decision) {
            asked = decision;
            done.add("ask");
        }

        @Override
        public void waits(EndedAttempt ended, Decision decision, long delayMillis) {
            done.add("wait " + delayMillis);
        }

        @Override
        public void gaveUp(EndedAttempt ended, Decision decision, boolean forGood) {
            done.add("gave up" + (forGood ? " for good: " : ": ") + decision.why());
        }

        @Override
        public void disconnected() {
            done.add("disconnected");
        }

        @Override
        public void endedAsAsked() {
            done.add("ended as asked");
        }

        @Override
        public void removeSession(long deadline) {
            done.add("remove session until " + deadline);
        }

        @Override
        public void closed() {
            done.add("closed");
        }
    }

    private static EndedAttempt failed(int code) {
        return ended(code, false, false, 0);
    }

    private static EndedAttempt lost(long heldMillis) {
        return ended(0, true, false, heldMillis);
    }

    private static EndedAttempt ended(int code, boolean accepted, boolean retryAtOnce, long heldMillis) {
        return new EndedAttempt(A, new ConnectAttempt(A, null, null, List.of(), null),
                new DisconnectCause("why", code, accepted, retryAtOnce, false, Properties.EMPTY, null), heldMillis, false);
    }

    private void connect() {
        machine.start(now);
        machine.opened(now);
        machine.accepted(now);
        assertThat(machine.state()).isEqualTo(ReconnectState.CONNECTED);
        effects.take();
    }

    private void tickAtTheDeadline() {
        now = machine.nextDeadline();
        machine.tick(now - 1);
        assertThat(effects.done).as("nothing happens before the deadline").isEmpty();
        machine.tick(now);
    }

    @Test
    void waitsBeforeTheNextAttemptWhenTheListenersAgree() {
        connect();
        machine.ended(lost(20_000), now);
        assertThat(machine.state()).isEqualTo(ReconnectState.ASKING);
        machine.answered(effects.asked, true, false, now);

        assertThat(effects.take()).containsExactly("ended", "ask", "wait 750");
        tickAtTheDeadline();
        assertThat(now).isEqualTo(1_750);
        assertThat(effects.take()).containsExactly("attempt");
        assertThat(machine.nextDeadline()).as("no deadline is left").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void waitsLongWhenSomebodyHasToChangeSomethingFirst() {
        machine.start(now);
        machine.opened(now);
        machine.ended(failed(ReasonCode.BAD_USER_NAME_OR_PASSWORD), now);
        machine.answered(effects.asked, true, true, now);

        assertThat(machine.nextDeadline() - now).as("the same credentials again").isGreaterThan(10_000);
    }

    @Test
    void anAnswerThatComesLateChangesNothing() {
        connect();
        machine.ended(lost(20_000), now);
        Decision asked = effects.asked;
        machine.reconnect(now);
        machine.ended(failed(0), now);
        machine.answered(asked, true, false, now);

        assertThat(machine.state()).isEqualTo(ReconnectState.ASKING);
        assertThat(machine.isAsking(asked)).isFalse();
    }

    @Test
    void aListenerMayEndIt() {
        connect();
        machine.ended(lost(20_000), now);
        machine.answered(effects.asked, false, false, now);

        assertThat(machine.state()).isEqualTo(ReconnectState.FAILED);
        assertThat(effects.take()).contains("gave up for good: a connection listener allows no other attempt");
        machine.connect(now);
        assertThat(effects.take()).as("for good").isEmpty();
    }

    @Test
    void attemptsThatAreUsedUpAreNoEndForGoodWhereTheApplicationMayAskAgain() {
        machine.hold();
        machine.start(now);
        machine.ended(failed(0), now);
        machine.answered(effects.asked, true, false, now);
        tickAtTheDeadlineAfter();
        machine.ended(failed(0), now);

        assertThat(machine.state()).isEqualTo(ReconnectState.IDLE);
        assertThat(effects.take()).contains(
                "gave up: 2 attempts in a row have failed and no more are allowed (reconnect-attempts)");
        machine.connect(now);
        assertThat(effects.take()).containsExactly("attempt");
        machine.ended(failed(0), now);
        assertThat(machine.state()).as("attempts are counted anew").isEqualTo(ReconnectState.ASKING);
    }

    private void tickAtTheDeadlineAfter() {
        effects.take();
        tickAtTheDeadline();
    }

    @Test
    void triesAnotherVersionAtOnceButNotWithoutEnd() {
        machine.start(now);
        for (int i = 0; i < 4; i++) {
            machine.ended(ended(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, false, true, 0), now);
            assertThat(machine.state()).isEqualTo(ReconnectState.OPENING);
        }
        machine.ended(ended(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, false, true, 0), now);

        assertThat(machine.state()).isEqualTo(ReconnectState.ASKING);
    }

    @Test
    void triesTheNextServerOfARoundAtOnce() {
        ReconnectRules two = new ReconnectRules(new ReconnectSettings(true, -1, 1000, 60_000, false, Map.of()), List.of(A, B),
                (server, attempt) -> true, () -> 0.5, ReconnectAction.SLOW_MILLIS);
        machine = new ReconnectMachine(two, effects);
        machine.start(now);
        machine.ended(failed(0), now);
        machine.answered(effects.asked, true, false, now);

        assertThat(two.server()).isEqualTo(B);
        assertThat(machine.nextDeadline()).isEqualTo(now);
    }

    @Test
    void anotherConnectionFollowsAtOnceWithoutTheDelayOfEarlierFailures() {
        connect();
        machine.ended(lost(20_000), now);
        machine.answered(effects.asked, true, false, now);
        effects.take();
        machine.connect(now);
        assertThat(effects.take()).as("the wait goes on").isEmpty();

        machine.reconnect(now);

        assertThat(effects.take()).containsExactly("attempt");
        machine.ended(failed(0), now);
        effects.take();
        machine.answered(effects.asked, true, false, now);
        assertThat(effects.take()).as("the delay begins anew").containsExactly("wait 750");
    }

    @Test
    void aRenewalWaitsUntilWhatIsInFlightIsConfirmed() {
        connect();
        machine.renew(now);
        assertThat(effects.take()).containsExactly("rest");
        machine.sessionAdvanced(now);
        assertThat(effects.take()).containsExactly("look at what is in flight");
        assertThat(machine.state()).isEqualTo(ReconnectState.RENEWING);

        effects.drained = true;
        machine.sessionAdvanced(now);

        assertThat(effects.take()).containsExactly("look at what is in flight", "disconnect within 5000");
        machine.ended(lost(0), now);
        machine.gone(now);
        assertThat(effects.take()).containsExactly("await close", "forget connection", "ended as asked", "attempt");
    }

    @Test
    void aRenewalWaitsTwoSecondsForABrokerThatConfirmsNothing() {
        connect();
        machine.renew(now);
        tickAtTheDeadlineAfter();

        assertThat(now).isEqualTo(3_000);
        assertThat(machine.state()).isEqualTo(ReconnectState.CLOSING_TO_RECONNECT);
    }

    @Test
    void aDisconnectTakesTheRenewalsPlaceAndMessagesGoOutAgain() {
        connect();
        machine.renew(now);
        machine.disconnect(10_000, now);

        assertThat(effects.take()).containsExactly("rest", "resume");
        assertThat(machine.nextDeadline()).as("the other half is for the close").isEqualTo(6_000);
    }

    @Test
    void aDisconnectLetsOutWhatWaitsWithinHalfOfItsTime() {
        connect();
        machine.disconnect(10_000, now);
        machine.sessionAdvanced(now);
        assertThat(effects.take()).containsExactly("look at all");
        tickAtTheDeadline();

        assertThat(effects.take()).containsExactly("disconnect within 5000");
        assertThat(machine.nextDeadline()).isEqualTo(11_000);
        tickAtTheDeadline();
        assertThat(effects.take()).containsExactly("forget connection", "disconnected");
        assertThat(machine.state()).isEqualTo(ReconnectState.IDLE);
    }

    @Test
    void theBrokerAlwaysHasASecondToReadDisconnect() {
        connect();
        machine.disconnect(0, now);
        machine.tick(now);

        assertThat(effects.take()).contains("disconnect within 1000");
    }

    @Test
    void aConnectionThatIsLostWhileItsEndIsAwaitedIsClosedFirst() {
        connect();
        machine.disconnect(10_000, now);
        machine.ended(lost(0), now);
        assertThat(effects.take()).containsExactly("await close");
        machine.gone(now);

        assertThat(effects.take()).containsExactly("forget connection", "disconnected");
    }

    @Test
    void aBrokerMayReferBackToWhereTheClientCameFromOnceTheConnectionHasHeld() {
        ReconnectRules following = new ReconnectRules(new ReconnectSettings(true, -1, 1000, 60_000, true, Map.of()), List.of(A),
                (server, attempt) -> true, () -> 0.5, ReconnectAction.SLOW_MILLIS);
        machine = new ReconnectMachine(following, effects);
        machine.start(now);
        machine.ended(refers(A, false, "b", 0), now);
        assertThat(following.server()).isEqualTo(B);
        machine.opened(now);
        machine.accepted(now);

        machine.ended(refers(B, true, "a", 20_000), now);

        assertThat(following.server()).isEqualTo(A);
        assertThat(machine.state()).isEqualTo(ReconnectState.OPENING);
    }

    private static EndedAttempt refers(ServerAddress from, boolean accepted, String to, long heldMillis) {
        return new EndedAttempt(from, new ConnectAttempt(from, null, null, List.of(), null),
                new DisconnectCause("why", ReasonCode.USE_ANOTHER_SERVER, accepted, false, false,
                        Properties.builder().add(Property.SERVER_REFERENCE, to).build(), null),
                heldMillis, false);
    }

    @Test
    void aConnectionIsWantedAgainBeforeItsEndHasCome() {
        connect();
        machine.disconnect(10_000, now);
        machine.connect(now);
        machine.ended(lost(0), now);
        machine.gone(now);

        assertThat(machine.state()).isEqualTo(ReconnectState.OPENING);
        assertThat(effects.take()).endsWith("ended as asked", "attempt");
    }

    @Test
    void whoDisconnectsLastIsHeard() {
        connect();
        machine.reconnect(now);
        machine.disconnect(10_000, now);
        machine.ended(lost(0), now);
        machine.gone(now);

        assertThat(machine.state()).isEqualTo(ReconnectState.IDLE);
    }

    @Test
    void whoDisconnectsWhileTheNextAttemptWaitsStaysDisconnected() {
        connect();
        machine.ended(lost(20_000), now);
        machine.answered(effects.asked, true, false, now);
        machine.disconnect(10_000, now);
        assertThat(effects.take()).endsWith("disconnected");
        machine.tick(now + 100_000);

        assertThat(effects.take()).isEmpty();
    }

    @Test
    void anAttemptWithoutANetworkConnectionIsGivenUpAtOnce() {
        machine.start(now);
        machine.disconnect(10_000, now);

        assertThat(effects.take()).containsExactly("attempt", "cancel attempt", "disconnected");
    }

    @Test
    void whereConnackIsAwaitedDisconnectIsSent() {
        machine.start(now);
        machine.opened(now);
        machine.disconnect(10_000, now);

        assertThat(effects.take()).containsExactly("attempt", "disconnect within 10000");
    }

    @Test
    void theEndOfTheApplicationHurriesADisconnectOn() {
        connect();
        machine.disconnect(60_000, now);
        machine.stop(2_000, now);
        tickAtTheDeadline();

        assertThat(now).isEqualTo(2_000);
        assertThat(effects.take()).containsExactly("leave within 1000");
        machine.connect(now);
        machine.ended(lost(0), now);
        machine.gone(now);
        assertThat(effects.take()).containsExactly("await close", "forget connection", "remove session until 3000");
        machine.removed(now);
        assertThat(effects.take()).containsExactly("closed");
    }

    @Test
    void theEndOfTheApplicationComesWithoutAConnectionToo() {
        machine.stop(2_000, now);
        machine.removed(now);

        assertThat(effects.take()).containsExactly("remove session until 3000", "closed");
        machine.stop(2_000, now);
        machine.start(now);
        machine.connect(now);
        machine.disconnect(1, now);
        assertThat(effects.take()).as("whoever disconnects is told").containsExactly("ended as asked");
    }
}
