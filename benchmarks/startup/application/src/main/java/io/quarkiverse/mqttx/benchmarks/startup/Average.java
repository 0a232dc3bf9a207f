package io.quarkiverse.mqttx.benchmarks.startup;

/** The average of a sensor's values; JSON on the wire. */
public record Average(String sensor, long count, double value) {
}
