package io.quarkiverse.mqttx.deployment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;

/**
 * Which incoming channels have the attribute {@code batch}.
 *
 * @param channels those that have it
 * @param open those of which run time decides
 */
record Batches(Set<String> channels, Set<String> open) {

    /** No channel has it. */
    static final Batches NONE = new Batches(Set.of(), Set.of());

    private static final String ATTRIBUTE = IncomingAttributes.BATCH.name();
    private static final DotName BATCH = DotName.createSimple(IncomingMqttBatch.class);
    private static final Set<DotName> LISTS = Stream.of(List.class, java.util.Collection.class, Iterable.class)
            .map(DotName::createSimple).collect(Collectors.toSet());
    private static final Set<DotName> MESSAGES = Stream.of(Message.class, IncomingMqttMessage.class)
            .map(DotName::createSimple).collect(Collectors.toSet());

    static Batches of(BuildTimeReading survey) {
        Set<String> channels = new HashSet<>();
        Set<String> open = new HashSet<>();
        for (SurveyedChannel channel : survey.channels()) {
            if (channel.incoming() && channel.own().open().containsKey(ATTRIBUTE)) {
                open.add(channel.name());
            } else if (channel.settings().settings() instanceof IncomingSettings incoming && incoming.processing().batch()) {
                channels.add(channel.name());
            }
        }
        return new Batches(channels, open);
    }

    /** The same with the payload of a single message, where it is known that the channel makes batches. */
    ChannelUsage single(ChannelUsage usage) {
        if (!usage.channel().incoming() || usage.payload() == null) {
            return usage;
        }
        boolean elements = channels.contains(usage.channel().name()) && isList(usage.payload());
        return elements || isBatch(usage.payload())
                ? new ChannelUsage(usage.channel(), element(usage.payload()), usage.usedBy())
                : usage;
    }

    static boolean isList(Type payload) {
        return LISTS.contains(payload.name());
    }

    static boolean isBatch(Type payload) {
        return payload.name().equals(BATCH);
    }

    /** Whether it is a list of messages, which nothing but a batch can be. */
    static boolean isListOfMessages(Type payload) {
        return isList(payload) && payload.kind() == Type.Kind.PARAMETERIZED_TYPE
                && MESSAGES.contains(payload.asParameterizedType().arguments().get(0).name());
    }

    /** The payload of a message in a list of them; {@code null} when the code does not say. */
    static Type element(Type list) {
        return list.kind() != Type.Kind.PARAMETERIZED_TYPE ? null
                : PayloadTypes.carried(Payloads.bound(list.asParameterizedType().arguments().get(0)));
    }
}
