package io.quarkiverse.mqttx.chaos;

import java.util.List;
import java.util.Random;

import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.ConnectionEnd;
import io.quarkiverse.mqttx.testing.Direction;
import io.quarkiverse.mqttx.testing.Toxics;

/**
 * Something bad that happens to a connection for a while.
 *
 * @param direction {@code null} for both
 * @param amount what it means depends on the kind
 * @param millis how long it lasts
 */
record Disturbance(Kind kind, Direction direction, int amount, int millis) {

    enum Kind {
        /** Each piece comes late: {@code amount} ms, and up to as much more. */
        LATENCY,
        /** {@code amount} bytes per second. */
        THROTTLE,
        /** Pieces of at most {@code amount} bytes. */
        SPLIT,
        /** A TCP reset after {@code amount} bytes. */
        RESET,
        /** An orderly end after {@code amount} bytes. */
        CLOSE,
        /** The receiver sees the end of the stream after {@code amount} bytes. */
        HALF_CLOSE,
        /** Bytes vanish, and nobody is told. */
        BLACK_HOLE,
        /** Bytes of one direction vanish. */
        HALF_BLACK_HOLE,
        /** The connection ends, and no other is let in. */
        REFUSE
    }

    /** What ends a connection at once comes more often, because it takes little time. */
    private static final List<Kind> KINDS = List.of(Kind.LATENCY, Kind.THROTTLE, Kind.SPLIT, Kind.RESET, Kind.RESET, Kind.RESET,
            Kind.CLOSE, Kind.CLOSE, Kind.HALF_CLOSE, Kind.HALF_CLOSE, Kind.BLACK_HOLE, Kind.HALF_BLACK_HOLE, Kind.REFUSE,
            Kind.REFUSE);

    static Disturbance next(Random random) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        Direction direction = Direction.values()[random.nextInt(2)];
        boolean both = random.nextBoolean();
        return switch (kind) {
            case LATENCY -> new Disturbance(kind, both ? null : direction, 5 + random.nextInt(150), millis(random, 2_000));
            case THROTTLE -> new Disturbance(kind, both ? null : direction, 2_000 + random.nextInt(50_000),
                    millis(random, 2_000));
            case SPLIT -> new Disturbance(kind, both ? null : direction, both ? 1 : 2 + random.nextInt(100),
                    millis(random, 2_000));
            case RESET, CLOSE, HALF_CLOSE -> new Disturbance(kind, direction, 1 + random.nextInt(3_000), millis(random, 400));
            case BLACK_HOLE -> new Disturbance(kind, null, 0, millis(random, 4_000));
            case HALF_BLACK_HOLE -> new Disturbance(kind, direction, 0, millis(random, 4_000));
            case REFUSE -> new Disturbance(kind, null, 0, millis(random, 1_200));
        };
    }

    private static int millis(Random random, int atMost) {
        return 100 + random.nextInt(atMost);
    }

    /** Ends with {@link ChaosProxy#heal()}. */
    void begin(ChaosProxy network) {
        switch (kind) {
            case LATENCY -> toxics(network, Toxics.latency(amount, amount));
            case THROTTLE -> toxics(network, Toxics.throttle(amount));
            case SPLIT -> toxics(network, Toxics.split(amount));
            case RESET -> network.endAfter(direction, amount, ConnectionEnd.RESET);
            case CLOSE -> network.endAfter(direction, amount, ConnectionEnd.CLOSE);
            case HALF_CLOSE -> network.endAfter(direction, amount, ConnectionEnd.HALF_CLOSE);
            case BLACK_HOLE, HALF_BLACK_HOLE -> toxics(network, Toxics.BLACK_HOLE);
            case REFUSE -> {
                network.refuse();
                network.cutAll();
            }
        }
    }

    private void toxics(ChaosProxy network, Toxics toxics) {
        if (direction == null) {
            network.toxics(toxics);
        } else {
            network.toxics(direction, toxics);
        }
    }
}
