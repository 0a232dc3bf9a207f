package io.quarkiverse.mqttx.client.loop;

/**
 * The one timer for all deadlines of a session. A deadline that moves away, as the keep-alive's does with each packet, costs
 * nothing: the timer finds out when it fires, and is set again then.
 */
public final class SessionTimer {

    private final Timers timers;
    private final MonotonicClock clock;
    private final Runnable due;
    private long timer = Timers.NONE;
    private long armedFor = Long.MAX_VALUE;

    /** @param due called at a deadline that was armed; the real one may have moved away since */
    public SessionTimer(Timers timers, MonotonicClock clock, Runnable due) {
        this.timers = timers;
        this.clock = clock;
        this.due = due;
    }

    /** Sees to it that {@code due} is called at this time of the clock at the latest. */
    public void arm(long deadline) {
        if (deadline < armedFor) {
            timers.cancel(timer);
            armedFor = deadline;
            timer = timers.set(deadline - clock.now(), this::fired);
        }
    }

    public void cancel() {
        timers.cancel(timer);
        timer = Timers.NONE;
        armedFor = Long.MAX_VALUE;
    }

    private void fired() {
        timer = Timers.NONE;
        armedFor = Long.MAX_VALUE;
        due.run();
    }
}
