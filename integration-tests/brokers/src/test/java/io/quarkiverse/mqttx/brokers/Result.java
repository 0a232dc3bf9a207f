package io.quarkiverse.mqttx.brokers;

/**
 * What a cell of the matrix holds.
 *
 * @param version of MQTT
 * @param lacks {@code null} when it works
 * @param evidence {@code null} when it works
 */
record Result(Feature feature, String version, String lacks, String evidence) {

    boolean passed() {
        return lacks == null;
    }
}
