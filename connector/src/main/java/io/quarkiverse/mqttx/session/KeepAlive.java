package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.ReasonCode;

/**
 * Keep-alive (MQTT-5.0 §3.1.2.10): PINGREQ goes out when for the agreed interval nothing was sent, so that the broker keeps
 * us, or nothing was received, so that a client which writes all the time still finds a dead broker. The broker then has
 * half the interval to show life, from when PINGREQ has left the socket; until then the socket has to take bytes.
 */
final class KeepAlive {

    private final ConnectionState state;
    private final Pings pings;
    private final boolean automatic;
    private long interval;
    private long lastReceived;
    private boolean waiting;
    /** The number of PINGREQ in the connection. */
    private long ping;
    /** When it was given to the socket, and when it has reached the broker if that takes it at once. */
    private long pingGiven;
    private long pingSent;

    KeepAlive(ConnectionState state, Pings pings, boolean automatic) {
        this.state = state;
        this.pings = pings;
        this.automatic = automatic;
    }

    void connected(int seconds, long now) {
        interval = automatic ? seconds * 1000L : 0;
        waiting = false;
        lastReceived = now;
    }

    /** Any byte shows that the broker lives: a PINGRESP may stand behind a long row of messages, or a long message. */
    void received(long now) {
        lastReceived = now;
        waiting = false;
    }

    long nextDeadline() {
        if (interval == 0 || !state.isUp()) {
            return Long.MAX_VALUE;
        }
        return waiting ? Math.min(silent(), stuck()) : Math.min(state.lastSent(), lastReceived) + interval;
    }

    /** When PINGREQ is on its way and nothing comes. */
    private long silent() {
        Progress progress = state.progress();
        return progress.hasLeft(ping) ? progress.deadline(ping, pingSent, interval / 2) : Long.MAX_VALUE;
    }

    /** When PINGREQ, or what was sent behind it, cannot get out and nothing comes either. */
    private long stuck() {
        return state.progress().isBehind()
                ? Math.max(Math.max(lastReceived, state.progress().lastTaken()) + interval * 3 / 2, pingGiven + interval / 2)
                : Long.MAX_VALUE;
    }

    void tick(long now) {
        if (now < nextDeadline()) {
            return;
        }
        if (!waiting) {
            waiting = true;
            pingGiven = now;
            pings.ping(now);
            ping = state.progress().number();
            pingSent = state.progress().through();
        } else if (now >= silent()) {
            // 0x8D, Keep Alive timeout, is the server's to say [MQTT-3.14.2-1]
            state.fail(ReasonCode.UNSPECIFIED_ERROR, "the broker has not answered a PINGREQ within " + interval / 2
                    + " ms (keep-alive-seconds)", now);
        } else {
            state.fail(ReasonCode.UNSPECIFIED_ERROR, "the connection takes no more bytes, and the broker has sent none within "
                    + interval * 3 / 2 + " ms (keep-alive-seconds)", now);
        }
    }
}
