package io.quarkiverse.mqttx.testing;

/**
 * What {@link ChaosProxy} does to the bytes of one direction.
 *
 * @param latencyMillis how long each piece is held back
 * @param jitterMillis up to this much more, at random; the order stays
 * @param bytesPerSecond how fast they are passed on; 0 as fast as they come
 * @param largestPiece they are cut into pieces of 1 to so many bytes; 0 leaves them as they come
 * @param swallowed whether they vanish
 */
public record Toxics(int latencyMillis, int jitterMillis, int bytesPerSecond, int largestPiece, boolean swallowed) {

    /** A good network. */
    public static final Toxics NONE = new Toxics(0, 0, 0, 0, false);
    /** All bytes vanish, and nobody is told. */
    public static final Toxics BLACK_HOLE = new Toxics(0, 0, 0, 0, true);

    /** Each piece comes late. */
    public static Toxics latency(int millis, int jitterMillis) {
        return new Toxics(millis, jitterMillis, 0, 0, false);
    }

    /** A thin line. */
    public static Toxics throttle(int bytesPerSecond) {
        return new Toxics(0, 0, bytesPerSecond, 0, false);
    }

    /** Packets come in pieces; with 1, byte by byte. */
    public static Toxics split(int largestPiece) {
        return new Toxics(0, 0, 0, largestPiece, false);
    }
}
