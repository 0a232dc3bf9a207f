package io.quarkiverse.mqttx.chaos;

import java.util.Arrays;

/** How often something has happened to each message, by its number. Grows as needed. */
final class Counts {

    private byte[] times = new byte[1024];

    /** One more; returns how often it has been now. Stops at 127. */
    synchronized int add(int number) {
        if (number >= times.length) {
            times = Arrays.copyOf(times, Math.max(number + 1, times.length * 2));
        }
        if (times[number] < Byte.MAX_VALUE) {
            times[number]++;
        }
        return times[number];
    }

    synchronized int of(int number) {
        return number < times.length ? times[number] : 0;
    }
}
