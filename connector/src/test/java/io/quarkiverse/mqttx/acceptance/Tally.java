package io.quarkiverse.mqttx.acceptance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** How often each of a number of messages has arrived; their payload is their number. */
final class Tally {

    private final AtomicIntegerArray times;
    private final AtomicInteger distinct = new AtomicInteger();

    Tally(int messages) {
        times = new AtomicIntegerArray(messages);
    }

    void add(String number) {
        if (times.getAndIncrement(Integer.parseInt(number)) == 0) {
            distinct.incrementAndGet();
        }
    }

    /** How many of the messages have arrived. */
    int distinct() {
        return distinct.get();
    }

    List<Integer> lost() {
        return IntStream.range(0, times.length()).filter(i -> times.get(i) == 0).boxed().toList();
    }

    List<Integer> duplicated() {
        return IntStream.range(0, times.length()).filter(i -> times.get(i) > 1).boxed().toList();
    }
}
