package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a message costs.
 *
 * @param perSecond how many there were in a second
 * @param cpuMicros CPU time of the subject for each, in microseconds
 * @param bytes allocated for each
 * @param lost the part that did not arrive
 * @param others CPU time of other processes in the meantime, as a part of one processor
 */
record Result(double perSecond, double cpuMicros, double bytes, double lost, double others) {

    /** Of each figure by itself. */
    static Result median(List<Result> results) {
        return new Result(median(results, Result::perSecond), median(results, Result::cpuMicros),
                median(results, Result::bytes), median(results, Result::lost), median(results, Result::others));
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
        double[] sorted = results.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
