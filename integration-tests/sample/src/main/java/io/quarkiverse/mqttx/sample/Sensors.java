package io.quarkiverse.mqttx.sample;

import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.mutiny.Multi;

/** The sensors of a house, simulated. Each publishes to a topic of its own, which the configuration makes of its name. */
@ApplicationScoped
class Sensors {

    private static final int MAX_NAME = 64;
    private static final List<Room> ROOMS = List.of(
            new Room("living-room", 21.5, 1.2, 60),
            new Room("kitchen", 23, 2.5, 38),
            new Room("bedroom", 18.5, 0.8, 80),
            // Too warm for a while in each period, so there is an alarm to look at
            new Room("server-room", 27, 6, 50));

    private final Settings settings;

    Sensors(Settings settings) {
        this.settings = settings;
    }

    @Outgoing("readings")
    Multi<Temperature> readings() {
        return Multi.createFrom().ticks().every(settings.interval())
                // What nobody could send in time is out of date
                .onOverflow().drop()
                .onItem().transformToMultiAndConcatenate(tick -> Multi.createFrom().iterable(ROOMS)
                        .map(room -> room.temperature(tick)));
    }

    /** Anybody may publish, so what arrives is checked. */
    static void checkName(String sensor) {
        if (sensor == null || sensor.isBlank() || sensor.length() > MAX_NAME) {
            throw new IllegalArgumentException("the name of the sensor is missing or longer than " + MAX_NAME + " characters");
        }
    }

    /** A temperature that swings around a mean; the period counts readings. */
    private record Room(String sensor, double mean, double swing, int period) {

        Temperature temperature(long tick) {
            double noise = (Math.random() - 0.5) * 0.3;
            double celsius = mean + swing * Math.sin(2 * Math.PI * tick / period) + noise;
            return new Temperature(sensor, Math.round(celsius * 100) / 100.0, Instant.now());
        }
    }
}
