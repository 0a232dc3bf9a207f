package io.quarkiverse.mqttx.session.simulation;

import java.util.SplittableRandom;

/** The only source of chance in a run: the same seed gives the same run. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 to 1, 1 excluded. */
    double share() {
        return random.nextDouble();
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A value that is zero in most runs, so that each run has only some of the faults. */
    double sometimes(double share, double... values) {
        return chance(share) ? values[random.nextInt(values.length)] : 0;
    }
}
