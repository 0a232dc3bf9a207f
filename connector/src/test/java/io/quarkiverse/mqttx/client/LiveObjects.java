package io.quarkiverse.mqttx.client;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * What this JVM holds after a collection.
 *
 * @param heapBytes used heap
 * @param threads live threads
 * @param files open file descriptors, sockets among them; 0 where the system does not tell
 * @param instances how many objects of each class are reachable
 */
record LiveObjects(long heapBytes, int threads, long files, Map<String, Integer> instances) {

    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+)");

    static LiveObjects now() throws JMException {
        // The histogram collects before it counts
        String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                new Object[] { new String[0] }, new String[] { String[].class.getName() });
        Map<String, Integer> instances = new TreeMap<>();
        for (Matcher line = LINE.matcher(histogram); line.find();) {
            instances.merge(line.group(2), Integer.parseInt(line.group(1)), Integer::sum);
        }
        System.gc();
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
        return new LiveObjects(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(), files, instances);
    }

    int instances(Class<?> type) {
        return instances(type.getName());
    }

    int instances(String type) {
        return instances.getOrDefault(type, 0);
    }

    @Override
    public String toString() {
        return String.format("%,d bytes of heap, %d threads, %d open files", heapBytes, threads, files);
    }
}
