package io.quarkiverse.mqttx.client.reconnect;

import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.ACCEPTED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.AGREED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.ASK;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.CONNECT;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.DISCONNECT;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.DRAINED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.ENDED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.GIVE_UP;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.GONE;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.OPENED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.PAUSE;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.RECONNECT;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.REMOVED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.RENEW;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.RETRY;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.STAND_BY;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.START;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.STOP;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectEvent.TIME_UP;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.ASKING;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.CLOSED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.CLOSING;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.CLOSING_TO_RECONNECT;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.CLOSING_TO_STOP;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.CONNECTED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.DRAINING;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.DRAINING_TO_RECONNECT;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.DRAINING_TO_STOP;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.FAILED;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.HANDSHAKE;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.IDLE;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.NEW;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.OPENING;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.REMOVING;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.RENEWING;
import static io.quarkiverse.mqttx.client.reconnect.ReconnectState.WAITING;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The table of the reconnect machine: which event leads from which state to which, and what is done then. An event that has
 * no row in a state changes nothing there. The diagram in docs/architecture.md is drawn from it.
 */
final class Transitions {

    private static final Transitions TABLE = new Transitions()
            // the application wants a connection
            .row(NEW, START, OPENING, Action.ATTEMPT)
            .rows(List.of(NEW, IDLE), List.of(CONNECT, RECONNECT), OPENING, Action.START_OVER, Action.ATTEMPT)
            .rows(List.of(ASKING, WAITING), List.of(RECONNECT), OPENING, Action.START_OVER, Action.ATTEMPT)
            .row(OPENING, OPENED, HANDSHAKE)
            .row(HANDSHAKE, ACCEPTED, CONNECTED, Action.COUNT_ACCEPTED)

            // it fails, or is lost
            .rows(withAttempt(), List.of(RETRY), OPENING, Action.ATTEMPT)
            .rows(withAttempt(), List.of(PAUSE), WAITING, Action.PAUSE)
            .rows(withAttempt(), List.of(ASK), ASKING, Action.ASK)
            .row(ASKING, AGREED, WAITING, Action.DELAY)
            .row(WAITING, TIME_UP, OPENING, Action.ATTEMPT)
            .rows(withAttemptOrAsking(), List.of(GIVE_UP), FAILED, Action.GIVE_UP)
            .rows(withAttemptOrAsking(), List.of(STAND_BY), IDLE, Action.GIVE_UP)

            // another one replaces it
            .row(CONNECTED, RENEW, RENEWING, Action.AWAIT_CONFIRMATION, Action.REST)
            .rows(List.of(RENEWING), List.of(DRAINED, TIME_UP), CLOSING_TO_RECONNECT, Action.ALLOW_TIME, Action.DISCONNECT)
            .rows(List.of(CONNECTED, RENEWING), List.of(RECONNECT), CLOSING_TO_RECONNECT, Action.ALLOW_TIME,
                    Action.DISCONNECT)

            // the application wants none for now
            .rows(List.of(NEW, IDLE, FAILED, CLOSED), List.of(DISCONNECT), null, Action.TELL_ENDED)
            .row(OPENING, DISCONNECT, IDLE, Action.CANCEL_ATTEMPT, Action.TELL_DISCONNECTED)
            .rows(List.of(ASKING, WAITING), List.of(DISCONNECT), IDLE, Action.TELL_DISCONNECTED)
            // also without CONNACK: the broker may have accepted it already, and would send the will if it just ended
            .row(HANDSHAKE, DISCONNECT, CLOSING, Action.ALLOW_TIME, Action.DISCONNECT)
            .row(CONNECTED, DISCONNECT, DRAINING, Action.DRAIN)
            .row(RENEWING, DISCONNECT, DRAINING, Action.DRAIN, Action.RESUME)

            // the application ends
            .rows(List.of(NEW, IDLE, ASKING, WAITING, FAILED), List.of(STOP), REMOVING, Action.REMOVE_SESSION)
            .row(OPENING, STOP, REMOVING, Action.CANCEL_ATTEMPT, Action.REMOVE_SESSION)
            .row(HANDSHAKE, STOP, CLOSING_TO_STOP, Action.ALLOW_TIME, Action.DISCONNECT)
            .row(CONNECTED, STOP, DRAINING_TO_STOP, Action.DRAIN)
            .row(RENEWING, STOP, DRAINING_TO_STOP, Action.DRAIN, Action.RESUME)
            .row(REMOVING, REMOVED, CLOSED, Action.CLOSE)

            // the application changes its mind on the way
            .row(DRAINING_TO_RECONNECT, DISCONNECT, DRAINING)
            .row(CLOSING_TO_RECONNECT, DISCONNECT, CLOSING)
            .rows(List.of(DRAINING), List.of(CONNECT, RECONNECT), DRAINING_TO_RECONNECT)
            .rows(List.of(CLOSING), List.of(CONNECT, RECONNECT), CLOSING_TO_RECONNECT)
            .rows(List.of(DRAINING, DRAINING_TO_RECONNECT), List.of(STOP), DRAINING_TO_STOP, Action.DRAIN)
            .rows(List.of(CLOSING, CLOSING_TO_RECONNECT), List.of(STOP), CLOSING_TO_STOP, Action.ALLOW_TIME)

            // the end comes
            .rows(List.of(DRAINING), List.of(DRAINED, TIME_UP), CLOSING, Action.DISCONNECT)
            .rows(List.of(DRAINING_TO_RECONNECT), List.of(DRAINED, TIME_UP), CLOSING_TO_RECONNECT, Action.DISCONNECT)
            .rows(List.of(DRAINING_TO_STOP), List.of(DRAINED, TIME_UP), CLOSING_TO_STOP, Action.DISCONNECT)
            .row(DRAINING, ENDED, CLOSING, Action.AWAIT_CLOSE)
            .row(DRAINING_TO_RECONNECT, ENDED, CLOSING_TO_RECONNECT, Action.AWAIT_CLOSE)
            .row(DRAINING_TO_STOP, ENDED, CLOSING_TO_STOP, Action.AWAIT_CLOSE)
            .rows(List.of(CLOSING, CLOSING_TO_RECONNECT, CLOSING_TO_STOP), List.of(ENDED), null, Action.AWAIT_CLOSE)
            .rows(List.of(CLOSING), List.of(GONE, TIME_UP), IDLE, Action.FORGET_CONNECTION, Action.TELL_DISCONNECTED)
            .rows(List.of(CLOSING_TO_RECONNECT), List.of(GONE, TIME_UP), OPENING, Action.FORGET_CONNECTION,
                    Action.TELL_ENDED, Action.START_OVER, Action.ATTEMPT)
            .rows(List.of(CLOSING_TO_STOP), List.of(GONE, TIME_UP), REMOVING, Action.FORGET_CONNECTION,
                    Action.REMOVE_SESSION);

    private final Map<ReconnectState, Map<ReconnectEvent, Transition>> rows = new EnumMap<>(ReconnectState.class);

    private Transitions() {
    }

    private static List<ReconnectState> withAttempt() {
        return List.of(OPENING, HANDSHAKE, CONNECTED, RENEWING);
    }

    private static List<ReconnectState> withAttemptOrAsking() {
        return List.of(OPENING, HANDSHAKE, CONNECTED, RENEWING, ASKING);
    }

    /** What the event does in the state; {@code null} for nothing. */
    static Transition of(ReconnectState state, ReconnectEvent event) {
        return TABLE.rows.getOrDefault(state, Map.of()).get(event);
    }

    /** All of them, by state and event. */
    static List<Transition> all() {
        List<Transition> all = new ArrayList<>();
        TABLE.rows.values().forEach(ofState -> all.addAll(ofState.values()));
        return Collections.unmodifiableList(all);
    }

    private Transitions row(ReconnectState from, ReconnectEvent event, ReconnectState to, Action... actions) {
        Transition row = new Transition(from, event, to == null ? from : to, List.of(actions));
        if (rows.computeIfAbsent(from, ignored -> new EnumMap<>(ReconnectEvent.class)).put(event, row) != null) {
            throw new IllegalStateException("two rows for " + event + " in " + from);
        }
        return this;
    }

    /** @param to {@code null} to stay */
    private Transitions rows(List<ReconnectState> from, List<ReconnectEvent> events, ReconnectState to, Action... actions) {
        from.forEach(state -> events.forEach(event -> row(state, event, to, actions)));
        return this;
    }
}
