package io.quarkiverse.mqttx.api;

/**
 * One entry of a SUBSCRIBE (MQTT-5.0 §3.8.3). The three MQTT 5 options are left out on the wire in MQTT 3.x.
 *
 * @param filter the topic filter as it goes on the wire, {@code $share/…} included
 * @param qos the maximum QoS wanted, 0 to 2
 * @param retainHandling 0 send retained messages, 1 only if the subscription is new, 2 never
 */
public record Subscription(String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {

    /** A subscription with the options of MQTT 3.x. */
    public static Subscription of(String filter, int qos) {
        return new Subscription(filter, qos, false, false, 0);
    }
}
