package io.quarkiverse.mqttx.jsonb;

import java.time.Instant;

public record Temperature(String sensor, double degrees, Unit unit, Instant measuredAt) {

    public enum Unit {
        CELSIUS,
        FAHRENHEIT
    }
}
