package io.quarkiverse.mqttx.client;

import java.util.function.DoubleSupplier;

import io.quarkiverse.mqttx.client.model.ReconnectSettings;

/** The connector's own reconnect policy with its default settings, for the simulation of the session. */
public final class ReconnectDelays {

    private static final ReconnectSettings DEFAULTS = new ReconnectSettings(true, -1, 1000, 60_000, false);

    private final ReconnectPolicy policy;

    /** @param random numbers from 0 inclusive to 1 exclusive */
    public ReconnectDelays(DoubleSupplier random) {
        policy = new ReconnectPolicy(DEFAULTS, random);
    }

    /** Milliseconds to wait before the next attempt. */
    public long next() {
        return policy.nextDelay();
    }

    public void accepted() {
        policy.accepted();
    }

    public void lost(long heldMillis) {
        policy.lost(heldMillis);
    }

    public void failed() {
        policy.failed();
    }
}
