package io.quarkiverse.mqttx.session;

/**
 * Keep-alive (MQTT-5.0 §3.1.2.10): PINGREQ goes out when for the agreed interval nothing was sent, so that the broker keeps
 * us, or nothing was received, so that a client which writes all the time still finds a dead broker. The broker then has
 * half the interval to show life.
 */
final class KeepAlive {

    private final Link link;
    private final Pings pings;
    private final boolean automatic;
    private long interval;
    private long lastReceived;
    private boolean waiting;
    private long pingSent;

    KeepAlive(Link link, Pings pings, boolean automatic) {
        this.link = link;
        this.pings = pings;
        this.automatic = automatic;
    }

    void connected(int seconds, long now) {
        interval = automatic ? seconds * 1000L : 0;
        waiting = false;
        lastReceived = now;
    }

    /** Any packet shows that the broker lives: a PINGRESP may stand behind a long row of messages. */
    void received(long now) {
        lastReceived = now;
        waiting = false;
    }

    long nextDeadline() {
        if (interval == 0 || !link.isUp()) {
            return Long.MAX_VALUE;
        }
        return waiting ? pingSent + interval / 2 : Math.min(link.lastSent(), lastReceived) + interval;
    }

    void tick(long now) {
        if (now < nextDeadline()) {
            return;
        }
        if (waiting) {
            // 0x8D, Keep Alive timeout, is the server's to say [MQTT-3.14.2-1]
            link.fail(ReasonCode.UNSPECIFIED_ERROR, "the broker has not answered a PINGREQ within " + interval / 2
                    + " ms (keep-alive-seconds)", now);
        } else {
            waiting = true;
            pingSent = now;
            pings.ping(now);
        }
    }
}
