package io.quarkiverse.mqttx.reload;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

import javax.management.JMException;
import javax.management.ObjectName;

/** What is alive in this process: instances of classes, and threads. */
final class Footprint {

    static Map<String, Integer> ofThisProcess() {
        Map<String, Integer> counts = new TreeMap<>();
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] { new String[0] }, new String[] { String[].class.getName() });
            histogram.lines().map(line -> line.trim().split("\\s+")).filter(columns -> columns.length >= 4)
                    .filter(columns -> columns[3].contains("mqttx") || columns[3].contains("QuarkusClassLoader")
                            || columns[3].contains("NetClientImpl"))
                    .forEach(columns -> counts.merge(columns[3], Integer.parseInt(columns[1]), Integer::sum));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
        Thread.getAllStackTraces().keySet().forEach(
                thread -> counts.merge("thread " + thread.getName().replaceAll("\\d+", "#"), 1, Integer::sum));
        return counts;
    }
}
