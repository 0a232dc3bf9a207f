package io.quarkiverse.mqttx.benchmarks.throughput.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTree;

/** Which of the filters match a topic. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TopicTreeBenchmark {

    private static final int MANY = 1 << 16;

    @Param({ "10", "1000", "10000" })
    int filters;

    /** Of every third filter each: exact, with {@code +}, with {@code #}. */
    private final TopicTree<Integer> tree = new TopicTree<>();
    private final String[] topics = new String[MANY];
    private int next;

    @Setup
    public void add() {
        for (int i = 0; i < filters; i++) {
            String line = "plant/line-" + i;
            tree.add(TopicFilter.of(i % 3 == 0 ? line + "/temperature" : i % 3 == 1 ? line + "/+" : line + "/#"), i);
        }
        for (int i = 0; i < MANY; i++) {
            topics[i] = "plant/line-" + i % filters + "/temperature";
        }
    }

    /** Sixteen topics that come again and again. */
    @Benchmark
    public List<Integer> hot() {
        return tree.match(topics[next++ & 15]);
    }

    /** As many topics as there are filters. */
    @Benchmark
    public List<Integer> many() {
        return tree.match(topics[next++ & MANY - 1]);
    }
}
