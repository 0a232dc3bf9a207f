package io.quarkiverse.mqttx.session.simulation;

import io.quarkiverse.mqttx.session.packet.Packet;

/** What all parts of one run share. */
final class World {

    final Dice dice;
    final EventLoop loop = new EventLoop();
    final Trace trace;
    final Scenario scenario;
    final Ledger ledger;
    /** Faults occur while this is true; then everything behaves, and the run must come to rest. */
    boolean chaos = true;

    World(long seed, int traceLines) {
        dice = new Dice(seed);
        trace = new Trace(traceLines, loop);
        scenario = new Scenario(dice);
        ledger = new Ledger(this);
    }

    boolean fault(double probability) {
        return chaos && dice.chance(probability);
    }

    long delay(int mostMillis) {
        return mostMillis == 0 ? 0 : dice.between(0, mostMillis);
    }

    void check(boolean condition, String rule, Object detail) {
        if (!condition) {
            throw violation(rule, detail);
        }
    }

    SimulationFailure violation(String rule, Object detail) {
        return new SimulationFailure(rule + ": "
                + (detail instanceof Packet packet ? Trace.describe(packet) : detail));
    }
}
