package io.quarkiverse.mqttx.connector.fault;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterFormat;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterSettings;
import io.quarkiverse.mqttx.connector.support.Causes;
import io.quarkiverse.mqttx.spi.FailureContext;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.TopicTemplate;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * The strategy {@code dead-letter-topic}: the message is published to another topic, and acknowledged when the broker has taken
 * that. Where it does not take it, the next strategy has the message, so that it is never lost.
 * <p>
 * {@link OutgoingMqttMetadata} in the nack says otherwise of topic and QoS, and adds properties.
 */
final class DeadLetterTopic implements MqttFailureHandler {

    private final StrategyContext context;
    private final String channel;
    private final DeadLetterSettings settings;
    private final TopicTemplate topic;
    /** Where the channel itself receives. */
    private final List<TopicFilter> own;
    private final NackLog published;
    private final NackLog unpublished;

    private DeadLetterTopic(StrategyContext context) {
        this.context = context;
        this.channel = context.channel();
        this.settings = context.settings().failure().deadLetter();
        this.topic = TopicTemplate.of(settings.topic());
        this.own = context.settings().filters();
        this.published = new NackLog(DeadLetterTopic.class, context);
        this.unpublished = new NackLog(DeadLetterTopic.class, context, Logger.Level.ERROR);
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        OutgoingMqttMetadata wanted = metadata == null ? null : metadata.get(OutgoingMqttMetadata.class).orElse(null);
        try {
            return publish(DeadLetter.of(message, reason, settings.format()), topic(message.getMqttMetadata(), wanted), wanted)
                    .onItemOrFailure().transformToUni((letter, refusal) -> {
                        if (refusal != null) {
                            return notPublished(refusal, message, reason, metadata);
                        }
                        published.say(message, reason, () -> "is now a dead letter on '" + SafeText.of(letter) + "'");
                        return Uni.createFrom().completionStage(message::ack);
                    });
        } catch (RuntimeException problem) {
            return notPublished(problem, message, reason, metadata);
        }
    }

    /**
     * What the broker says of its limit is known only while there is a connection, so that the refusal may also come later.
     *
     * @return the topic to which it was published
     */
    private Uni<String> publish(DeadLetter complete, String to, OutgoingMqttMetadata wanted) {
        DeadLetter deadLetter = complete;
        OutgoingMqttMetadata metadata = metadata(deadLetter, to, wanted);
        byte[] payload = deadLetter.payload();
        DeadLetter shorter = deadLetter.shorter();
        while (shorter != null && !context.fits(metadata, payload)) {
            deadLetter = shorter;
            metadata = metadata(deadLetter, to, wanted);
            payload = deadLetter.payload();
            shorter = deadLetter.shorter();
        }
        DeadLetter next = shorter;
        return context.publish(metadata, payload).map(nothing -> to)
                .onFailure(refusal -> next != null && isTooLarge(refusal)).recoverWithUni(() -> publish(next, to, wanted));
    }

    private static boolean isTooLarge(Throwable refusal) {
        return refusal instanceof PublishException known && known.reasonCode() == ReasonCode.PACKET_TOO_LARGE;
    }

    private Uni<Void> notPublished(Throwable problem, IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        unpublished.say(message, reason, () -> "its dead letter cannot be published, " + Causes.describe(problem)
                + (isTooLarge(problem) ? remedy() : "") + ", so it goes to the next strategy");
        return context.next().handle(message, reason, metadata);
    }

    /** All that can be left out is left out by then. */
    private String remedy() {
        return settings.format() == DeadLetterFormat.JSON
                ? ", although it holds only the message; with dead-letter-format=payload it is smaller"
                : ", although it holds only the message; shorten 'dead-letter-topic', raise the limit of the broker";
    }

    private OutgoingMqttMetadata metadata(DeadLetter deadLetter, String to, OutgoingMqttMetadata wanted) {
        int qos = wanted == null || wanted.getQos() == null ? settings.qos() : wanted.getQos();
        return deadLetter.metadata(OutgoingMqttMetadata.builder().withTopic(to).withQos(qos)
                .withRetain(wanted != null && Boolean.TRUE.equals(wanted.getRetain())), wanted);
    }

    private String topic(IncomingMqttMetadata message, OutgoingMqttMetadata wanted) {
        String name = wanted != null && wanted.getTopic() != null ? wanted.getTopic()
                : topic.fill(variable -> switch (variable) {
                    case "channel" -> channel;
                    case "topic" -> MqttString.printable(message.getTopic());
                    default -> message.getTopicVariable(variable).map(MqttString::printable).orElse(null);
                });
        String problem = TopicName.problem(name);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        for (TopicFilter filter : own) {
            if (filter.matches(name)) {
                throw new IllegalArgumentException(
                        "the dead letter would go to " + SafeText.quote(name) + ", and the channel itself has"
                                + " subscribed to '" + filter.text() + "'; choose a topic outside of it");
            }
        }
        return name;
    }

    @ApplicationScoped
    @Identifier("dead-letter-topic")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new DeadLetterTopic((StrategyContext) context);
        }
    }
}
