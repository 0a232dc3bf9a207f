package io.quarkiverse.mqttx.client.reconnect;

import io.quarkiverse.mqttx.client.model.ReconnectAction;

/**
 * When a connection is opened, ended and opened again, as a state machine: events come in with the time, {@link Transitions}
 * says what they do, {@link ReconnectEffects} does it. Times are milliseconds of any clock that does not run backwards.
 */
public final class ReconnectMachine {

    /** How long the broker may take to confirm what is in flight before a renewal; what it has not, is sent again. */
    private static final long CONFIRM_MILLIS = 2_000;
    /** How long the broker may take to close before a reconnection goes on without that. */
    private static final long CLOSE_MILLIS = 5_000;
    /** For the broker to read DISCONNECT, also where nobody waits for that. */
    private static final long LEAST_CLOSE_MILLIS = 1_000;

    private final ReconnectRules rules;
    private final ReconnectEffects effects;
    private ReconnectState state = ReconnectState.NEW;
    /** Of the state; {@link Long#MAX_VALUE} for none. */
    private long deadline = Long.MAX_VALUE;
    /** When the end that was asked for must have come. */
    private long endBy;
    private boolean held;
    /** What has ended last, and what follows it. */
    private EndedAttempt ended;
    private Decision decision;
    private boolean slow;

    public ReconnectMachine(ReconnectRules rules, ReconnectEffects effects) {
        this.rules = rules;
        this.effects = effects;
    }

    public ReconnectState state() {
        return state;
    }

    /** When {@link #tick} is due; {@link Long#MAX_VALUE} for never. */
    public long nextDeadline() {
        return deadline;
    }

    public void tick(long now) {
        if (now >= deadline) {
            happens(ReconnectEvent.TIME_UP, now);
        }
    }

    // ---- what the application asks for

    /** From now on attempts that are used up are no end for good, since the application may want a connection again. */
    public void hold() {
        held = true;
    }

    public void start(long now) {
        happens(ReconnectEvent.START, now);
    }

    public void connect(long now) {
        happens(ReconnectEvent.CONNECT, now);
    }

    public void reconnect(long now) {
        happens(ReconnectEvent.RECONNECT, now);
    }

    public void renew(long now) {
        happens(ReconnectEvent.RENEW, now);
    }

    public void disconnect(long timeoutMillis, long now) {
        happens(ReconnectEvent.DISCONNECT, now, timeoutMillis);
    }

    public void stop(long timeoutMillis, long now) {
        happens(ReconnectEvent.STOP, now, timeoutMillis);
    }

    // ---- what happens to the connection

    /** The network connection of the attempt is open. */
    public void opened(long now) {
        happens(ReconnectEvent.OPENED, now);
    }

    /** CONNACK has accepted. */
    public void accepted(long now) {
        happens(ReconnectEvent.ACCEPTED, now);
    }

    /** The attempt has failed, or the connection has ended, as was wanted or not. */
    public void ended(EndedAttempt attempt, long now) {
        if (state.isEnding()) {
            happens(ReconnectEvent.ENDED, now);
        } else {
            ended = attempt;
            decision = rules.after(attempt);
            effects.ended(attempt, decision);
            follow(decision, now);
        }
    }

    /** Whether an answer to this question still counts. */
    public boolean isAsking(Decision asked) {
        return state == ReconnectState.ASKING && asked == decision;
    }

    /** What {@link ReconnectEffects#ask} was about; an answer that comes late changes nothing. */
    public void answered(Decision asked, boolean may, boolean sameCredentials, long now) {
        if (!isAsking(asked)) {
            return;
        }
        if (may) {
            slow = asked.action() == ReconnectAction.SLOW
                    || asked.action() == ReconnectAction.NEW_CREDENTIALS && sameCredentials;
            happens(ReconnectEvent.AGREED, now);
        } else {
            decision = asked.because("a connection listener allows no other attempt");
            follow(decision, now);
        }
    }

    private void follow(Decision next, long now) {
        boolean standsBy = held && next.event() == ReconnectEvent.GIVE_UP;
        happens(standsBy ? ReconnectEvent.STAND_BY : next.event(), now);
    }

    /** The network connection is closed that {@link ReconnectEffects#awaitClose} was about. */
    public void gone(long now) {
        happens(ReconnectEvent.GONE, now);
    }

    /** The session has been forgotten, or could not be. */
    public void removed(long now) {
        happens(ReconnectEvent.REMOVED, now);
    }

    /** The session may have done something: perhaps the last that was waited for. */
    public void sessionAdvanced(long now) {
        if (state.awaitsSession() && effects.isDrained(state != ReconnectState.RENEWING)) {
            happens(ReconnectEvent.DRAINED, now);
        }
    }

    // ---- the machine

    private void happens(ReconnectEvent event, long now) {
        happens(event, now, CLOSE_MILLIS);
    }

    /** @param timeoutMillis how long the end may take, for events that ask for one */
    private void happens(ReconnectEvent event, long now, long timeoutMillis) {
        Transition transition = Transitions.of(state, event);
        if (transition == null) {
            return;
        }
        state = transition.to();
        if (!state.isTimed()) {
            deadline = Long.MAX_VALUE;
        }
        if (event == ReconnectEvent.STOP) {
            endBy = now + timeoutMillis;
        }
        for (Action action : transition.actions()) {
            perform(action, now, timeoutMillis);
        }
    }

    private void perform(Action action, long now, long timeoutMillis) {
        switch (action) {
            case START_OVER -> rules.startOver();
            case ATTEMPT -> effects.attempt();
            case CANCEL_ATTEMPT -> effects.cancelAttempt();
            case COUNT_ACCEPTED -> rules.accepted();
            case REST -> effects.rest(true);
            case RESUME -> effects.rest(false);
            case AWAIT_CONFIRMATION -> deadline = now + CONFIRM_MILLIS;
            case DRAIN -> {
                endBy = now + timeoutMillis;
                deadline = now + timeoutMillis / 2;
            }
            case ALLOW_TIME -> {
                endBy = now + timeoutMillis;
                deadline = endBy;
            }
            case DISCONNECT -> {
                long remaining = Math.max(0, endBy - now);
                deadline = now + remaining;
                effects.disconnect(state == ReconnectState.CLOSING_TO_STOP, Math.max(LEAST_CLOSE_MILLIS, remaining));
            }
            case AWAIT_CLOSE -> effects.awaitClose();
            case FORGET_CONNECTION -> effects.forgetConnection();
            case ASK -> effects.ask(ended, decision);
            case PAUSE -> deadline = now + decision.pauseMillis();
            case DELAY -> {
                long delay = rules.delayMillis(decision, slow);
                deadline = now + delay;
                effects.waits(ended, decision, delay);
            }
            case GIVE_UP -> effects.gaveUp(ended, decision, state == ReconnectState.FAILED);
            case TELL_DISCONNECTED -> effects.disconnected();
            case TELL_ENDED -> effects.endedAsAsked();
            case REMOVE_SESSION -> effects.removeSession(endBy);
            case CLOSE -> effects.closed();
        }
    }
}
