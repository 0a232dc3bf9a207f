package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What is measured of each subject.
 *
 * @param incoming whether the subject receives
 * @param way how the application takes its messages: a channel of its own, {@code loop}, {@code worker}, {@code virtual} or
 *        {@code json}; where it publishes, {@code out}
 * @param size of the payload in bytes
 * @param perSecond the pace, 0 for full speed
 * @param window how many messages may be unacknowledged
 */
record Row(boolean incoming, String way, int qos, int size, long perSecond, int window) {

    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;
    private static final int WINDOW = 1000;

    /** What fits into a quarter of an hour. */
    static final List<Row> SHORT = List.of(in("loop", 0, 64, 0), in("loop", 1, 64, 0), in("loop", 2, 64, 0),
            in("loop", 1, 64, 10_000), in("worker", 1, 64, 10_000), out(0, 64), out(1, 64), out(2, 64));

    static final List<Row> ALL = List.of(in("loop", 0, 64, 0), in("loop", 0, 64, 200_000), in("loop", 1, 64, 0),
            in("loop", 1, KIB, 0), in("loop", 2, 64, 0), in("loop", 1, 64, 10_000), in("worker", 1, 64, 10_000),
            in("worker", 1, 64, 0), in("virtual", 1, 64, 10_000), in("json", 1, 64, 0), in("loop", 1, MIB, 0), out(0, 64),
            out(0, KIB), out(1, 64), out(1, KIB), out(2, 64), out(1, MIB), out(1, 10 * MIB), windowed(10),
            windowed(60_000));

    private static Row in(String way, int qos, int size, long perSecond) {
        return new Row(true, way, qos, size, perSecond, size >= MIB ? 10 : WINDOW);
    }

    private static Row out(int qos, int size) {
        return new Row(false, "out", qos, size, 0, size >= MIB ? 10 : WINDOW);
    }

    private static Row windowed(int window) {
        return new Row(true, "loop", 1, 64, 0, window);
    }

    String topic() {
        return "benchmark/" + (incoming ? way : "loop");
    }

    /** JSON where the application expects it. */
    byte[] payload() {
        if (!way.equals("json")) {
            return new byte[size];
        }
        String start = "{\"time\":1700000000000,\"value\":21.5,\"sensor\":\"";
        return (start + "s".repeat(size - start.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a client without Reactive Messaging can be measured. */
    boolean suitsClients() {
        return !incoming || way.equals("loop");
    }

    @Override
    public String toString() {
        String bytes = size >= MIB ? size / MIB + " MiB" : size >= KIB ? size / KIB + " KiB" : size + " B";
        return (incoming ? "in" : "out") + ", QoS " + qos + ", " + bytes
                + switch (way) {
                    case "worker" -> ", worker threads";
                    case "virtual" -> ", virtual threads";
                    case "json" -> ", a record from JSON";
                    default -> "";
                }
                + (perSecond == 0 ? "" : String.format(Locale.ROOT, ", %,d a second", perSecond))
                + (window == WINDOW || size >= MIB ? "" : ", window " + window);
    }
}
