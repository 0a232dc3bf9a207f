package io.quarkiverse.mqttx.benchmarks.startup;

/** What a sensor has measured; JSON on the wire. */
public record Measurement(String sensor, double value) {
}
