package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;

import com.sun.management.ThreadMXBean;

/** What is done for each message leaves nothing to the garbage collector. */
class TopicAllocationTest {

    private static final int CALLS = 10_000;
    private static final String TOPIC = "sensors/kitchen/temperature/wärme";

    /** Keeps the results from being optimised away. */
    private Object last;

    @Test
    void checkingTheTopicOfAMessageAllocatesNothing() {
        assertAllocatesNothing(() -> last = TopicName.problem(TOPIC));
    }

    @Test
    void matchingATopicWithAFilterAllocatesNothing() {
        TopicFilter filter = TopicFilter.of("$share/group/sensors/+/temperature/#");
        assertAllocatesNothing(() -> last = filter.matches(TOPIC));
    }

    @Test
    void asksNothingOfTheTopicForTheVariablesOfATemplateButTheOneAskedFor() {
        TopicTemplate template = TopicTemplate.of("sensors/{room}/temperature/{unit}");
        assertThat(allocated(() -> last = template.value("room", TOPIC)) / CALLS).as("one short string").isLessThan(80);
        assertAllocatesNothing(() -> last = template.value("other", TOPIC));
    }

    @Test
    void routingATopicSeenBeforeAllocatesNothing() {
        TopicTree<String> tree = new TopicTree<>();
        tree.add(TopicFilter.of("sensors/+/temperature/#"), "one");
        assertAllocatesNothing(() -> last = tree.match(TOPIC));
    }

    @Test
    void routingANewTopicAllocatesItsListOnly() {
        TopicTree<String> tree = new TopicTree<>();
        tree.add(TopicFilter.of("#"), "one");
        String unseen = "a/".repeat(TopicCache.MAX_LENGTH);
        // one small immutable list and what copying into it takes, but no object for any of the 256 levels
        assertThat(allocated(() -> last = tree.match(unseen)) / CALLS).isLessThan(150);
    }

    private void assertAllocatesNothing(Runnable call) {
        // less than one object in a hundred calls: the measurement itself may allocate
        assertThat(allocated(call)).isLessThan(16 * CALLS / 100);
    }

    private long allocated(Runnable call) {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        call.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
