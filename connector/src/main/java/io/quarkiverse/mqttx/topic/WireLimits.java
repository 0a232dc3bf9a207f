package io.quarkiverse.mqttx.topic;

/** The largest numbers that MQTT can say (MQTT-5.0 §1.5). */
public final class WireLimits {

    /** Two Byte Integer. */
    public static final int MAX_TWO_BYTES = 65_535;
    /** Four Byte Integer. As the expiry of a session it means never. */
    public static final long MAX_FOUR_BYTES = 4_294_967_295L;

    private WireLimits() {
    }
}
