package io.quarkiverse.mqttx.sample;

import java.time.Instant;

/**
 * The moving average of a sensor; JSON on the wire.
 *
 * @param readings how many readings it is made of
 * @param at when the last of them was taken
 */
public record Average(String sensor, double celsius, int readings, Instant at) {

    public Average {
        Sensors.checkName(sensor);
    }
}
