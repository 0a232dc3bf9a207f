package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.CommonAttributes.*;
import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.SESSION_STORE;
import static io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes.*;
import static io.quarkiverse.mqttx.connector.config.attribute.OutgoingAttributes.*;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes;
import io.quarkiverse.mqttx.connector.config.attribute.OutgoingAttributes;
import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.Lifecycle;
import io.quarkiverse.mqttx.connector.config.model.MessageDefaults;
import io.quarkiverse.mqttx.connector.config.model.OutgoingAckStrategy;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.model.PayloadSettings;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.connector.config.model.RequestSettings;
import io.quarkiverse.mqttx.connector.config.model.StoreConfiguration;
import io.quarkiverse.mqttx.connector.config.model.SubscriptionSettings;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/**
 * Reads one channel without its connection, which {@link ConnectionsReader} does.
 *
 * @param failureStrategies those that the application has
 */
record ChannelReader(ChannelAttributes config, AttributeReader reader, Set<String> failureStrategies, BeanLookup beans,
        ConnectionPlan plan) {

    /** How many requests of a channel may wait for their replies. */
    private static final int MAX_PENDING = 10_000;

    ChannelSettings<IncomingSettings> incoming() {
        SubscriptionsReader subscriptions = new SubscriptionsReader(config.channel(), reader);
        List<String> topics = subscriptions.topics();
        SubscriptionSettings subscription = new SubscriptionSettings(topics, subscriptions.subscriptions(topics),
                reader.get(UNSUBSCRIBE_ON_DISCONNECTION));
        return channel(incoming(subscription, reader.get(BROADCAST), new ProcessingReader(reader).read(topics)), false);
    }

    /** What a client without a channel needs to receive. It names its topics while the application runs. */
    ChannelSettings<IncomingSettings> client() {
        return channel(incoming(SubscriptionSettings.of(List.of(), List.of()), false, Processing.ONE_BY_ONE), false);
    }

    private IncomingSettings incoming(SubscriptionSettings subscription, boolean broadcast, Processing processing) {
        return new IncomingSettings(config.channel(), subscription, reader.get(BUFFER_SIZE),
                broadcast, reader.get(IncomingAttributes.ACK_STRATEGY),
                new FailureReader(config.channel(), reader, failureStrategies, plan).read(subscription.topics()),
                reader.get(HEALTH_ENABLED), new PayloadSettings(contentType(null), reader.get(VALIDATE_PAYLOAD_FORMAT)),
                reader.seconds(UNACKNOWLEDGED_MESSAGE_MAX_AGE_SECONDS), processing);
    }

    ChannelSettings<OutgoingSettings> outgoing() {
        boolean reply = reader.get(REPLY);
        boolean retain = reader.get(RETAIN);
        if (reply && retain) {
            reader.problem(RETAIN, "contradicts reply=true, because a reply is for one request only; leave out"
                    + " one of the two", REPLY);
        }
        MessageDefaults defaults = new MessageDefaults(topic(reply), reader.get(OutgoingAttributes.QOS), retain,
                reader.get(MESSAGE_EXPIRY_SECONDS, MessageDefaults.NO_EXPIRY), contentType(""),
                reader.userProperties(USER_PROPERTIES));
        OutgoingSettings settings = new OutgoingSettings(config.channel(), defaults, reader.get(MERGE),
                reader.get(HEALTH_ENABLED), replyTopics(reply), ackStrategy(), requests());
        return channel(settings, reply);
    }

    private <S> ChannelSettings<S> channel(S settings, boolean reply) {
        int maxInflight = reader.get(MAX_INFLIGHT_QUEUE);
        Lifecycle lifecycle = new Lifecycle(reader.seconds(SHUTDOWN_TIMEOUT_SECONDS),
                reader.seconds(DISCONNECT_TIMEOUT_SECONDS));
        return new ChannelSettings<>(settings, maxInflight, trace(), lifecycle, sendQueue(maxInflight, reply));
    }

    /** How an outgoing channel that sends requests gets their replies. */
    private RequestSettings requests() {
        return new RequestSettings(reader.topicName(REPLY_TOPIC), reader.seconds(REPLY_TIMEOUT_SECONDS), MAX_PENDING,
                failureHandler());
    }

    /** Of the identifiers of beans, and of one that is always there. */
    private String failureHandler() {
        String identifier = reader.get(REPLY_FAILURE_HANDLER);
        Set<String> known = new TreeSet<>(beans.identifiers(ReplyFailureHandler.class));
        known.add(MqttRequestReply.USER_PROPERTY);
        if (identifier != null && !known.contains(identifier)) {
            reader.problem(REPLY_FAILURE_HANDLER, "use one of " + String.join(", ", known)
                    + ", or add a bean of type ReplyFailureHandler with @Identifier(\"" + identifier + "\")");
        }
        return identifier;
    }

    /**
     * What may wait to be sent.
     *
     * @param maxInflight how many unless that is set
     * @param reply whether they are replies, each of which is for somebody else
     */
    private SendQueueSettings sendQueue(int maxInflight, boolean reply) {
        SendQueueSettings settings = new SendQueueSettings(reader.get(SEND_QUEUE_MAX_MESSAGES, maxInflight),
                reader.get(SEND_QUEUE_MAX_BYTES, SendQueueSettings.UNLIMITED), reader.get(SEND_QUEUE_OVERFLOW),
                reader.get(SEND_QUEUE_QOS0_OFFLINE), reader.get(SEND_QUEUE_COMPACTION), reader.get(SEND_QUEUE_DROPPED));
        if (reply && settings.compaction()) {
            reader.problem(SEND_QUEUE_COMPACTION, "contradicts reply=true, because each reply is for one request and none may"
                    + " be replaced by another; leave out one of the two", REPLY);
        }
        return settings;
    }

    private List<String> replyTopics(boolean reply) {
        String set = reader.get(REPLY_ALLOWED_TOPICS);
        List<String> filters = CommaList.split(set == null ? "#" : set);
        for (String filter : filters) {
            String problem = TopicFilter.problem(filter);
            if (problem != null || TopicFilter.of(filter).isShared()) {
                reader.problem(REPLY_ALLOWED_TOPICS, problem != null ? problem
                        : "'" + filter + "' is a shared subscription; name the topics alone");
            }
        }
        return reply ? filters : List.of();
    }

    private OutgoingAckStrategy ackStrategy() {
        OutgoingAckStrategy strategy = reader.get(OutgoingAttributes.ACK_STRATEGY);
        if (strategy == OutgoingAckStrategy.ON_STORE
                && (!reader.isSet(SESSION_STORE) || StoreConfiguration.isMemory(config.text(SESSION_STORE.name())))) {
            reader.problem(OutgoingAttributes.ACK_STRATEGY, "there is no store that outlives the process; set"
                    + " session-store=file, or use on-delivery", SESSION_STORE);
        }
        return strategy;
    }

    private TraceLevel trace() {
        String level = reader.get(TRACE);
        try {
            return level == null ? TraceLevel.OFF : TraceLevel.parse(level);
        } catch (IllegalArgumentException e) {
            reader.problem(TRACE, "use one of off, headers, payload:N with the number of bytes to show");
            return TraceLevel.OFF;
        }
    }

    /** @param none what {@code none} stands for */
    private String contentType(String none) {
        String set = reader.get(CONTENT_TYPE);
        if (set == null || set.equalsIgnoreCase("none")) {
            return set == null ? null : none;
        }
        int slash = set.indexOf('/');
        String problem = slash < 1 || slash == set.length() - 1 || set.charAt(slash + 1) == ';'
                ? "use a MIME type such as application/json or application/cbor, or none"
                : MqttString.problem("content type", set);
        if (problem != null) {
            reader.problem(CONTENT_TYPE, problem);
        }
        reader.checkControls(CONTENT_TYPE, "content type", set);
        return set;
    }

    /** {@code topic=} says that there is none; without the attribute it is the name of the channel, and none for replies. */
    private String topic(boolean reply) {
        String set = reader.get(OutgoingAttributes.TOPIC);
        if (set == null && (reply || config.isBlank(OutgoingAttributes.TOPIC.name()))) {
            return null;
        }
        String topic = set == null ? config.channel() : set;
        String problem = TopicTemplate.problemOfPublishing(topic);
        if (problem != null) {
            reader.problem(OutgoingAttributes.TOPIC, problem);
        }
        reader.checkControls(OutgoingAttributes.TOPIC, "topic name", topic);
        return topic;
    }
}
