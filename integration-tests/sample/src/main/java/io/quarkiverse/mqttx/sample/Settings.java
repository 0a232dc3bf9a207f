package io.quarkiverse.mqttx.sample;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What can be set about the simulated house. */
@ConfigMapping(prefix = "sample")
public interface Settings {

    /** How often each sensor takes a reading. */
    @WithDefault("1s")
    Duration interval();

    /** How many readings an average is made of. */
    @WithDefault("5")
    int window();

    /** An average above this raises the alarm, in degrees Celsius. */
    @WithDefault("30")
    double limit();
}
