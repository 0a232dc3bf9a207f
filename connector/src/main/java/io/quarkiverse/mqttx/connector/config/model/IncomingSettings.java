package io.quarkiverse.mqttx.connector.config.model;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.topic.TopicFilter;

/**
 * An incoming channel, as configured and checked.
 *
 * @param channel name of the channel, without the suffix of a concurrency copy
 * @param subscription what it subscribes to
 * @param bufferSize how many QoS 0 messages wait for demand at most (attribute {@code buffer-size}, default 128)
 * @param broadcast whether every consumer of the channel receives every message
 * @param ackStrategy when messages are acknowledged (attribute {@code ack-strategy}, default {@code on-completion})
 * @param failure what happens to messages the application nacks
 * @param healthEnabled whether the channel takes part in the health checks
 * @param payloads what is assumed and checked of them
 * @param unacknowledgedMaxAge after how long a message that is not acknowledged is reported (attribute
 *        {@code unacknowledged-message-max-age-seconds}, default 60 seconds); zero for never
 * @param processing how many messages the application gets at a time
 */
public record IncomingSettings(String channel, SubscriptionSettings subscription, int bufferSize,
        boolean broadcast, AckStrategy ackStrategy, FailureSettings failure, boolean healthEnabled, PayloadSettings payloads,
        Duration unacknowledgedMaxAge, Processing processing) {

    /** The same for other topics and without {@code broadcast}, as a client asks for them while the application runs. */
    public IncomingSettings with(List<Subscription> others) {
        return new IncomingSettings(channel, SubscriptionSettings.of(List.of(), others), bufferSize, false,
                ackStrategy, failure, healthEnabled, payloads, unacknowledgedMaxAge, Processing.ONE_BY_ONE);
    }

    /** The filters of the subscriptions, in their order. */
    public List<TopicFilter> filters() {
        return subscription.filters().stream().map(subscribed -> TopicFilter.of(subscribed.filter())).toList();
    }
}
