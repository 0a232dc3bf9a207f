package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.ReasonCode;

/**
 * Keep-alive (MQTT-5.0 §3.1.2.10): PINGREQ goes out when for the agreed interval nothing was sent, so that the broker keeps
 * us, or nothing was received, so that a client which writes all the time still finds a dead broker. The broker then has
 * half the interval to show life, from when PINGREQ has left the socket; until then the socket has to take bytes.
 */
final class KeepAlive {

    private final ConnectionState link;
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

    KeepAlive(ConnectionState link, Pings pings, boolean automatic) {
        this.link = link;
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
        if (interval == 0 || !link.isUp()) {
            return Long.MAX_VALUE;
        }
        return waiting ? Math.min(silent(), stuck()) : Math.min(link.lastSent(), lastReceived) + interval;
    }

    /** When PINGREQ is on its way and nothing comes. */
    private long silent() {
        Progress progress = link.progress();
        return progress.hasLeft(ping) ? progress.deadline(ping, pingSent, interval / 2) : Long.MAX_VALUE;
    }

    /** When PINGREQ, or what was sent behind it, cannot get out and nothing comes either. */
    private long stuck() {
        return link.progress().isBehind()
                ? Math.max(Math.max(lastReceived, link.progress().lastTaken()) + interval * 3 / 2, pingGiven + interval / 2)
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
            ping = link.progress().number();
            pingSent = link.progress().through();
        } else if (now >= silent()) {
            // 0x8D, Keep Alive timeout, is the server's to say [MQTT-3.14.2-1]
            link.fail(ReasonCode.UNSPECIFIED_ERROR, "the broker has not answered a PINGREQ within " + interval / 2
                    + " ms (keep-alive-seconds)", now);
        } else {
            link.fail(ReasonCode.UNSPECIFIED_ERROR, "the connection takes no more bytes, and the broker has sent none within "
                    + interval * 3 / 2 + " ms (keep-alive-seconds)", now);
        }
    }
}
