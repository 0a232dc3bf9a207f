package io.quarkiverse.mqttx.session;

import java.util.ArrayDeque;
import java.util.List;

import io.quarkiverse.mqttx.session.packet.Ping;

/**
 * PINGREQs that wait for their answer (MQTT-5.0 §3.12): those of the application, and those of the keep-alive among them, since
 * a PINGRESP does not say which of them it answers.
 */
final class Pings {

    private final ConnectionState state;
    private final ArrayDeque<Unanswered> unanswered = new ArrayDeque<>();

    Pings(ConnectionState state) {
        this.state = state;
    }

    /** @param completion {@code null} for a ping of the keep-alive */
    private record Unanswered(PingCompletion completion, long number, long sentAt) {
    }

    /** Of the keep-alive, which knows itself how long to wait. */
    void ping(long now) {
        send(null, now);
    }

    void ping(PingCompletion completion, long now) {
        if (state.isUp()) {
            send(completion, now);
        } else {
            completion.lost();
        }
    }

    private void send(PingCompletion completion, long now) {
        state.send(Ping.REQUEST, now);
        unanswered.add(new Unanswered(completion, state.progress().number(), state.progress().through()));
    }

    void answered(long now) {
        Unanswered oldest = unanswered.poll();
        if (oldest != null) {
            state.progress().answered(oldest.number, now);
        }
        if (oldest != null && oldest.completion != null) {
            oldest.completion.answered();
        }
    }

    void connectionLost() {
        List<Unanswered> lost = List.copyOf(unanswered);
        unanswered.clear();
        for (Unanswered ping : lost) {
            if (ping.completion != null) {
                ping.completion.lost();
            }
        }
    }

    long nextDeadline() {
        if (unanswered.isEmpty()) {
            // asked for each read of the socket; no iterator is made then
            return Long.MAX_VALUE;
        }
        for (Unanswered ping : unanswered) {
            if (ping.completion != null) {
                return state.ackDeadline(ping.number, ping.sentAt);
            }
        }
        return Long.MAX_VALUE;
    }

    void tick(long now) {
        if (now >= nextDeadline()) {
            state.unanswered("the broker has not answered a PINGREQ", "", now);
        }
    }
}
