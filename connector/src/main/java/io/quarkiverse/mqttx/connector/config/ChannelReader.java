package io.quarkiverse.mqttx.connector.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.connector.MqttConnectorIncomingConfiguration;
import io.quarkiverse.mqttx.connector.MqttConnectorOutgoingConfiguration;
import io.quarkiverse.mqttx.connector.config.model.AckStrategy;
import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.Lifecycle;
import io.quarkiverse.mqttx.connector.config.model.OutgoingAckStrategy;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.model.OverflowStrategy;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.connector.config.model.StoreConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTemplate;
import io.quarkiverse.mqttx.topic.WireLimits;

/** Reads one channel without its connection, which {@link ConnectionsReader} does. */
final class ChannelReader {

    private static final Map<String, OverflowStrategy> OVERFLOW = EnumChoices.of(OverflowStrategy.values());
    private static final Map<String, AckStrategy> ACK = EnumChoices.of(AckStrategy.values());
    private static final Map<String, OutgoingAckStrategy> OUTGOING_ACK = EnumChoices.of(OutgoingAckStrategy.values());

    private final ChannelAttributes config;
    private final AttributeReader reader;
    private final Set<String> failureStrategies;
    private final BeanLookup beans;
    private final ConnectionPlan plan;

    /** @param failureStrategies those that the application has */
    ChannelReader(ChannelAttributes config, ConfigurationProblems problems, Set<String> failureStrategies, BeanLookup beans,
            ConnectionPlan plan) {
        this.config = config;
        this.reader = new AttributeReader(config, problems);
        this.failureStrategies = failureStrategies;
        this.beans = beans;
        this.plan = plan;
    }

    ChannelSettings<IncomingSettings> incoming() {
        MqttConnectorIncomingConfiguration attributes = new MqttConnectorIncomingConfiguration(reader.readable());
        SubscriptionsReader subscriptions = new SubscriptionsReader(config.channel(), attributes, reader);
        List<String> topics = subscriptions.topics();
        IncomingSettings settings = new IncomingSettings(config.channel(), topics, subscriptions.subscriptions(topics),
                reader.number("buffer-size", attributes.getBufferSize(), 1, Integer.MAX_VALUE),
                reader.choice("overflow-strategy", attributes.getOverflowStrategy(), OVERFLOW),
                reader.bool("broadcast", attributes.getBroadcast()),
                reader.choice("ack-strategy", attributes.getAckStrategy(), ACK), failure(attributes, topics),
                reader.bool("health-enabled", attributes.getHealthEnabled()),
                reader.bool("validate-payload-format", attributes.getValidatePayloadFormat()),
                contentType(attributes, null),
                reader.bool("unsubscribe-on-disconnection", attributes.getUnsubscribeOnDisconnection()),
                reader.bool("lazy-subscription", attributes.getLazySubscription()), unacknowledgedMaxAge(attributes),
                new ProcessingReader(attributes, reader).read(topics));
        int maxInflight = maxInflight(attributes);
        return new ChannelSettings<>(settings, maxInflight, trace(attributes), lifecycle(attributes),
                new SendQueueReader(attributes, reader).read(maxInflight));
    }

    ChannelSettings<OutgoingSettings> outgoing() {
        MqttConnectorOutgoingConfiguration attributes = new MqttConnectorOutgoingConfiguration(reader.readable());
        int maxInflight = maxInflight(attributes);
        boolean reply = reader.bool("reply", attributes.getReply());
        boolean retain = reader.bool("retain", attributes.getRetain());
        if (reply && retain) {
            reader.problem("retain", "contradicts reply=true, because a reply is for one request and nobody later; leave out"
                    + " one of the two", "reply");
        }
        OutgoingSettings settings = new OutgoingSettings(config.channel(), topic(attributes, reply),
                reader.number("qos", attributes.getQos(), 0, 2), retain,
                reader.bool("merge", attributes.getMerge()), reader.bool("health-enabled", attributes.getHealthEnabled()),
                reader.optionalNumber("message-expiry-seconds", attributes.getMessageExpirySeconds(), 0,
                        WireLimits.MAX_FOUR_BYTES,
                        OutgoingSettings.NO_EXPIRY),
                contentType(attributes, ""),
                reader.userProperties("user-properties", attributes.getUserProperties()),
                replyTopics(attributes, reply),
                ackStrategy(attributes),
                new RequestReader(attributes, reader, beans).read());
        SendQueueReader sendQueue = new SendQueueReader(attributes, reader);
        return new ChannelSettings<>(settings, maxInflight, trace(attributes), lifecycle(attributes),
                reply ? sendQueue.readOfReplies(maxInflight) : sendQueue.read(maxInflight));
    }

    /** What a client without a channel needs to receive. It names its topics while the application runs. */
    ChannelSettings<IncomingSettings> client() {
        MqttConnectorIncomingConfiguration attributes = new MqttConnectorIncomingConfiguration(reader.readable());
        IncomingSettings settings = new IncomingSettings(config.channel(), List.of(), List.of(),
                reader.number("buffer-size", attributes.getBufferSize(), 1, Integer.MAX_VALUE),
                reader.choice("overflow-strategy", attributes.getOverflowStrategy(), OVERFLOW), false,
                reader.choice("ack-strategy", attributes.getAckStrategy(), ACK), failure(attributes, List.of()),
                reader.bool("health-enabled", attributes.getHealthEnabled()),
                reader.bool("validate-payload-format", attributes.getValidatePayloadFormat()),
                contentType(attributes, null), false, false, unacknowledgedMaxAge(attributes), Processing.ONE_BY_ONE);
        int maxInflight = maxInflight(attributes);
        return new ChannelSettings<>(settings, maxInflight, trace(attributes),
                new Lifecycle(Duration.ZERO, shutdown(attributes), disconnect(attributes)),
                new SendQueueReader(attributes, reader).read(maxInflight));
    }

    private Duration unacknowledgedMaxAge(MqttConnectorIncomingConfiguration attributes) {
        return Duration.ofSeconds(reader.number("unacknowledged-message-max-age-seconds",
                attributes.getUnacknowledgedMessageMaxAgeSeconds(), 0, AttributeReader.MAX_SECONDS));
    }

    private List<String> replyTopics(MqttConnectorOutgoingConfiguration attributes, boolean reply) {
        String set = reader.text("reply-allowed-topics", Optional.of(attributes.getReplyAllowedTopics()));
        List<String> filters = CommaList.split(set == null ? "#" : set);
        for (String filter : filters) {
            String problem = TopicFilter.problem(filter);
            if (problem != null || TopicFilter.of(filter).isShared()) {
                reader.problem("reply-allowed-topics", problem != null ? problem
                        : "'" + filter + "' is a shared subscription; name the topics alone");
            }
        }
        return reply ? filters : List.of();
    }

    private OutgoingAckStrategy ackStrategy(MqttConnectorOutgoingConfiguration attributes) {
        OutgoingAckStrategy strategy = reader.choice("ack-strategy", attributes.getAckStrategy(), OUTGOING_ACK);
        if (strategy == OutgoingAckStrategy.ON_STORE && StoreConfiguration.isMemory(attributes.getSessionStore())) {
            reader.problem("ack-strategy", "there is no store that outlives the process; set session-store=file, or use"
                    + " on-delivery", "session-store");
        }
        return strategy;
    }

    private int maxInflight(MqttConnectorCommonConfiguration attributes) {
        return reader.number("max-inflight-queue", attributes.getMaxInflightQueue(), 1, WireLimits.MAX_TWO_BYTES);
    }

    private TraceLevel trace(MqttConnectorCommonConfiguration attributes) {
        String level = reader.text("trace", Optional.of(attributes.getTrace()));
        try {
            return level == null ? TraceLevel.OFF : TraceLevel.parse(level);
        } catch (IllegalArgumentException e) {
            reader.problem("trace", "use one of off, headers, payload:N with the number of bytes to show");
            return TraceLevel.OFF;
        }
    }

    private Lifecycle lifecycle(MqttConnectorCommonConfiguration attributes) {
        return new Lifecycle(
                Duration.ofSeconds(reader.number("startup-timeout-seconds", attributes.getStartupTimeoutSeconds(), 0,
                        AttributeReader.MAX_SECONDS)),
                shutdown(attributes), disconnect(attributes));
    }

    private Duration shutdown(MqttConnectorCommonConfiguration attributes) {
        return Duration.ofSeconds(reader.number("shutdown-timeout-seconds", attributes.getShutdownTimeoutSeconds(), 0,
                AttributeReader.MAX_SECONDS));
    }

    private Duration disconnect(MqttConnectorCommonConfiguration attributes) {
        return Duration.ofSeconds(reader.number("disconnect-timeout-seconds", attributes.getDisconnectTimeoutSeconds(), 0,
                AttributeReader.MAX_SECONDS));
    }

    /** @param none what {@code none} stands for */
    private String contentType(MqttConnectorCommonConfiguration attributes, String none) {
        String set = reader.text("content-type", attributes.getContentType());
        if (set == null || set.equalsIgnoreCase("none")) {
            return set == null ? null : none;
        }
        int slash = set.indexOf('/');
        String problem = slash < 1 || slash == set.length() - 1 || set.charAt(slash + 1) == ';'
                ? "use a MIME type such as application/json or application/cbor, or none"
                : MqttString.problem("content type", set);
        if (problem != null) {
            reader.problem("content-type", problem);
        }
        reader.checkControls("content-type", "content type", set);
        return set;
    }

    /** {@code topic=} says that there is none; without the attribute it is the name of the channel, and none for replies. */
    private String topic(MqttConnectorOutgoingConfiguration attributes, boolean reply) {
        String set = reader.text("topic", attributes.getTopic());
        if (set == null && (reply || config.isBlank("topic"))) {
            return null;
        }
        String topic = set == null ? config.channel() : set;
        String problem = TopicTemplate.problemOfPublishing(topic);
        if (problem != null) {
            reader.problem("topic", problem);
        }
        reader.checkControls("topic", "topic name", topic);
        return topic;
    }

    private FailureSettings failure(MqttConnectorIncomingConfiguration attributes, List<String> topics) {
        return new FailureReader(config.channel(), attributes, reader, failureStrategies, plan).read(topics);
    }
}
