package io.quarkiverse.mqttx.sample;

import java.time.Instant;

/**
 * It is too warm at a sensor, or no longer; JSON on the wire. The last one of each sensor is retained by the broker, so whoever
 * comes later knows as well.
 *
 * @param limit what the average exceeded, in degrees Celsius
 */
public record Alarm(String sensor, boolean active, double celsius, double limit, Instant at) {

    public Alarm {
        Sensors.checkName(sensor);
    }

    Alarm withActive(boolean value) {
        return new Alarm(sensor, value, celsius, limit, at);
    }
}
