package io.quarkiverse.mqttx.client.reconnect;

import java.util.function.DoubleSupplier;

import io.quarkiverse.mqttx.client.model.Backoff;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;

/**
 * How long to wait before the next attempt: a delay that doubles up to a maximum, with jitter, so that the clients of a
 * broker that restarts do not come back all at once. Only a connection that held for a while brings the delay back to its
 * beginning: one that is accepted and dropped again and again must not become a busy loop.
 */
final class ReconnectPolicy {

    /** A connection that lives longer than this has held; longer than the current delay as well. */
    static final long HELD_MILLIS = 10_000;
    /** The second delay where the first is 0: at once is for the first retry only. */
    static final long STEP_AFTER_ZERO_MILLIS = 100;
    /** Never less than this but for the first retry, whatever is configured. */
    static final long FLOOR_MILLIS = 10;

    private final ReconnectSettings settings;
    private final DoubleSupplier random;
    private final long ceiling;
    private final long slow;
    private long delay;
    private int failures;
    private int shortLived;
    private boolean delayStays;

    /**
     * @param random numbers from 0 inclusive to 1 exclusive
     * @param slowMillis the least delay of {@link #slowDelay}
     */
    ReconnectPolicy(ReconnectSettings settings, DoubleSupplier random, long slowMillis) {
        this.settings = settings;
        this.random = random;
        this.ceiling = Math.max(FLOOR_MILLIS, Math.max(settings.initialMillis(), settings.maximumMillis()));
        this.slow = Math.max(ceiling, slowMillis);
        this.delay = settings.initialMillis();
    }

    /** Milliseconds to wait now; the next call returns about the double. */
    long nextDelay() {
        long current = delay;
        if (!delayStays || current < STEP_AFTER_ZERO_MILLIS) {
            delay = Math.min(ceiling, current == 0 ? STEP_AFTER_ZERO_MILLIS : Math.max(FLOOR_MILLIS, 2 * current));
        }
        delayStays = false;
        return current == 0 ? 0 : Backoff.jittered(current, random.getAsDouble());
    }

    /** Milliseconds to wait after a refusal that a retry will hardly change. */
    long slowDelay() {
        return slow + (long) (random.getAsDouble() * (slow / 2));
    }

    /** An attempt has failed. */
    void failed() {
        failures++;
    }

    /** The broker has accepted the connection: attempts are counted anew, but the delay stays until it has held. */
    void accepted() {
        failures = 0;
    }

    /** Somebody has asked for a connection: all that went wrong before is forgotten. */
    void startOver() {
        failures = 0;
        delay = settings.initialMillis();
    }

    /** An accepted connection is gone after so many milliseconds. */
    void lost(long heldMillis) {
        if (heldMillis > Math.max(HELD_MILLIS, delay)) {
            delay = settings.initialMillis();
            shortLived = 0;
        } else {
            shortLived++;
        }
    }

    /** One that has ended because of what was sent: neither the network nor another client is to blame, so nothing grows. */
    void lostToPacket() {
        shortLived = 0;
        delayStays = true;
    }

    /** How many accepted connections in a row did not hold. */
    int shortLivedInARow() {
        return shortLived;
    }

    /** Whether another attempt may follow. */
    boolean mayRetry() {
        return settings.enabled() && (settings.attempts() < 0 || failures < settings.attempts());
    }

    /** Why no other attempt follows, with the remedy. */
    String whyNot() {
        return settings.enabled() ? failures + " attempts in a row have failed and no more are allowed (reconnect-attempts)"
                : "reconnection is off (auto-reconnect)";
    }
}
