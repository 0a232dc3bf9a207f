package io.quarkiverse.mqttx.connector.config.model;

import java.util.List;

import io.quarkiverse.mqttx.api.Subscription;

/**
 * What an incoming channel subscribes to.
 *
 * @param topics as configured, with their variables
 * @param filters filter and QoS of each topic of the channel, in the same order
 * @param onDemand whether the broker has the subscriptions only while the application subscribes to the channel (attribute
 *        {@code unsubscribe-on-disconnection}, default {@code false})
 */
public record SubscriptionSettings(List<String> topics, List<Subscription> filters, boolean onDemand) {

    public SubscriptionSettings {
        topics = List.copyOf(topics);
        filters = List.copyOf(filters);
    }

    /** At once, until the session ends. */
    public static SubscriptionSettings of(List<String> topics, List<Subscription> filters) {
        return new SubscriptionSettings(topics, filters, false);
    }
}
