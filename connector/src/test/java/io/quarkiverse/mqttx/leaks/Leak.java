package io.quarkiverse.mqttx.leaks;

import java.util.List;

/**
 * A resource of Netty's that was given up without being released.
 *
 * @param resource its type, such as {@code ByteBuf}
 * @param records where it was made and touched, as Netty has it; empty when it has noted nothing
 */
record Leak(String resource, String records) {

    /** Brokers and clients that run in the JVM of the tests. */
    private static final List<String> OTHERS = List.of("org.apache.activemq.", "io.moquette.", "com.hivemq.");
    private static final String OURS = "io.quarkiverse.mqttx.";
    /** Starts those brokers, so it stands below in their stacks. */
    private static final String TEST_KIT = OURS + "testing.";

    /** Whether it is another library's: that one is in the stacks, and nothing of ours. A leak without a trace is ours. */
    boolean isOfAnotherLibrary() {
        return records.lines().anyMatch(line -> OTHERS.stream().anyMatch(line::contains))
                && records.lines().noneMatch(line -> line.contains(OURS) && !line.contains(TEST_KIT));
    }

    @Override
    public String toString() {
        return resource + " was not released" + (records.isEmpty() ? ", and nothing is known of it" : ":" + records);
    }
}
