package io.quarkiverse.mqttx.session.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

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

    World(long seed, int traceLines, Function<Dice, Scenario> scenarios) {
        dice = new Dice(seed);
        trace = new Trace(traceLines, loop);
        scenario = scenarios.apply(dice);
        ledger = new Ledger(this);
    }

    /** The filters of all subscription identifiers there were. */
    final Map<Integer, String> identifiers = new HashMap<>();
    /** Ends the client's process. */
    Runnable crash;
    /** Its application has ended in order; the next one starts some time later. */
    Runnable stopped;
    /** Those that the client has opened. */
    int connections;
    /** When the client's machine was last awake again after it had been suspended; in the future while it is. */
    private long awakeSince = -1;

    boolean fault(double probability) {
        return chaos && dice.chance(probability);
    }

    /** Whether the broker cannot read this message. */
    boolean isPoison(int number) {
        return scenario.chokes > 0 && number % scenario.chokes == 1;
    }

    void sleep() {
        awakeSince = Long.MAX_VALUE;
    }

    void wake() {
        awakeSince = loop.now();
    }

    boolean isAsleep() {
        return awakeSince == Long.MAX_VALUE;
    }

    /** Whether the client's machine was suspended after that moment. */
    boolean hasSlept(long since) {
        return awakeSince > since;
    }

    /** Of a payload: most are small, and on a slow network some take seconds. */
    int payloadSize() {
        int size = dice.chance(0.1) ? dice.between(40, 120) : Integer.BYTES;
        return scenario.bytesPerSecond > 0 && dice.chance(0.1) ? scenario.bytesPerSecond * dice.between(2, 8) : size;
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
