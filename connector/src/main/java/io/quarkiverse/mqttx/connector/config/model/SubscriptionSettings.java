package io.quarkiverse.mqttx.connector.config.model;

import java.util.List;

import io.quarkiverse.mqttx.api.Subscription;

/**
 * What an incoming channel subscribes to.
 *
 * @param topics as configured, with their variables
 * @param filters filter and QoS of each topic of the channel, in the same order
 * @param lazy whether the channel subscribes only when the application subscribes to it (attribute {@code lazy-subscription},
 *        default {@code false})
 * @param endsOnCancellation whether the broker is told when the application cancels its subscription (attribute
 *        {@code unsubscribe-on-disconnection}, default {@code false})
 */
public record SubscriptionSettings(List<String> topics, List<Subscription> filters, boolean lazy,
        boolean endsOnCancellation) {

    public SubscriptionSettings {
        topics = List.copyOf(topics);
        filters = List.copyOf(filters);
    }

    /** At once, until the session ends. */
    public static SubscriptionSettings of(List<String> topics, List<Subscription> filters) {
        return new SubscriptionSettings(topics, filters, false, false);
    }
}
