package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The figures of one build of the application, of all its runs. */
final class Samples {

    private final Map<Figure, List<Double>> values = new EnumMap<>(Figure.class);

    void add(Figure figure, double value) {
        values.computeIfAbsent(figure, f -> new ArrayList<>()).add(value);
    }

    boolean has(Figure figure) {
        return values.containsKey(figure);
    }

    double median(Figure figure) {
        return quantile(figure, 0.5);
    }

    /** The value below which this part of the runs lies; between two runs, what lies between their values. */
    double quantile(Figure figure, double part) {
        List<Double> sorted = values.get(figure).stream().sorted().toList();
        double position = part * (sorted.size() - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
    }
}
