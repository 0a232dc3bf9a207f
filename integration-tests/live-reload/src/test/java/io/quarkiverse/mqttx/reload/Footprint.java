package io.quarkiverse.mqttx.reload;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is alive in this process.
 *
 * @param counts live instances of our classes, of class loaders and of sockets' clients, and threads, by name without numbers
 */
record Footprint(Map<String, Integer> counts) {

    private static final List<String> OURS = List.of("io.quarkiverse.mqttx.api", "io.quarkiverse.mqttx.client",
            "io.quarkiverse.mqttx.connector", "io.quarkiverse.mqttx.deployment", "io.quarkiverse.mqttx.runtime",
            "io.quarkiverse.mqttx.session", "io.quarkiverse.mqttx.spi", "io.quarkiverse.mqttx.topic",
            "io.quarkiverse.mqttx.transport");
    private static final List<String> HELD_BY_US = List.of("io.quarkus.bootstrap.classloading.QuarkusClassLoader",
            "io.vertx.core.net.impl.NetClientImpl", "io.vertx.core.net.impl.NetSocketImpl",
            "io.vertx.core.impl.EventLoopContext", "io.vertx.core.impl.VertxImpl$InternalTimerHandler");

    static Footprint ofThisProcess() {
        Map<String, Integer> counts = new TreeMap<>();
        // Each loader has its own classes, so a name may come several times
        classHistogram().lines().map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length >= 4 && isCounted(columns[3]))
                .forEach(columns -> counts.merge(columns[3], Integer.parseInt(columns[1]), Integer::sum));
        Thread.getAllStackTraces().keySet().forEach(
                thread -> counts.merge("thread " + thread.getName().replaceAll("\\d+", "#"), 1, Integer::sum));
        return new Footprint(counts);
    }

    private static boolean isCounted(String type) {
        return HELD_BY_US.contains(type) || OURS.stream().anyMatch(type::startsWith);
    }

    /** Of the objects that can be reached; the garbage is collected before. */
    private static String classHistogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] { new String[0] }, new String[] { String[].class.getName() });
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of what there is more for each of so many reloads. */
    List<String> grownSince(Footprint before, int reloads) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() - before.counts.getOrDefault(entry.getKey(), 0) >= reloads)
                .map(entry -> entry.getKey() + ": " + before.counts.getOrDefault(entry.getKey(), 0) + " -> "
                        + entry.getValue())
                .toList();
    }
}
