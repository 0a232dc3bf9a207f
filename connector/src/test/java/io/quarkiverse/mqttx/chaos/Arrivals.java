package io.quarkiverse.mqttx.chaos;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What has come out at the end of a flow: which messages, how often, and in which order. */
final class Arrivals {

    private final Counts times = new Counts();
    private final Set<Integer> late = new TreeSet<>();
    private int distinct;
    private int all;
    private int highest = -1;

    synchronized void add(int number) {
        all++;
        if (times.add(number) > 1) {
            return;
        }
        distinct++;
        if (number < highest) {
            late.add(number);
        }
        highest = Math.max(highest, number);
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
