package io.quarkiverse.mqttx.chaos;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What has come out at the end of a flow: which messages, how often, and in which order. */
final class Arrivals {

    private final Counts times = new Counts();
    private final Set<Integer> late = new TreeSet<>();
    /** What was known of a message, by its number, when a later one came before it. */
    private final NavigableMap<Integer, String> jumps = new TreeMap<>();
    private final IntFunction<String> history;
    private int distinct;
    private int all;
    private int highest = -1;

    /** @param history what is known of a message */
    Arrivals(IntFunction<String> history) {
        this.history = history;
    }

    synchronized void add(int number) {
        all++;
        if (times.add(number) > 1) {
            return;
        }
        distinct++;
        if (number < highest) {
            late.add(number);
        }
        if (number > highest + 1) {
            jumps.put(number, IntStream.of(highest, highest + 1, number - 1, number)
                    .mapToObj(one -> "\n    " + one + ": " + history.apply(one)).collect(Collectors.joining()));
        }
        highest = Math.max(highest, number);
    }

    /** What was known when a later message than this came before it. */
    synchronized String jumpOver(int number) {
        Map.Entry<Integer, String> jump = jumps.higherEntry(number);
        return jump == null ? "nothing came before it" : jump.getKey() + " came first, when this was known:" + jump.getValue();
    }

    synchronized int distinct() {
        return distinct;
    }

    synchronized int all() {
        return all;
    }

    /** How often it has arrived. */
    int times(int number) {
        return times.of(number);
    }

    /** Those that came for the first time after a later one had come [MQTT-4.6.0-6]. */
    synchronized Set<Integer> late() {
        return Set.copyOf(late);
    }

    List<Integer> lost(int sent) {
        return IntStream.range(0, sent).filter(number -> times.of(number) == 0).boxed().toList();
    }

    List<Integer> duplicated(int sent) {
        return IntStream.range(0, sent).filter(number -> times.of(number) > 1).boxed().toList();
    }
}
