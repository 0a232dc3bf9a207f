package io.quarkiverse.mqttx.client.model;

/** The jitter of a back-off. */
public final class Backoff {

    private Backoff() {
    }

    /**
     * Half of a delay is certain, half is chance, so that what fails together does not come back together.
     *
     * @param chance from 0 inclusive to 1 exclusive
     */
    public static long jittered(long millis, double chance) {
        return millis - (long) (chance * (millis / 2));
    }
}
