package io.quarkiverse.mqttx.sample;

import java.time.Instant;

/**
 * One reading of a sensor; JSON on the wire.
 *
 * @param at when it was taken; now, where the sender does not say
 */
public record Temperature(String sensor, double celsius, Instant at) {

    public Temperature {
        Sensors.checkName(sensor);
        if (at == null) {
            at = Instant.now();
        }
    }
}
