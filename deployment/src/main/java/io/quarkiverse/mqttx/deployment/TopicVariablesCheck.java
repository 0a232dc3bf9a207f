package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.api.TopicVariables;
import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.topic.TopicTemplate;
import io.smallrye.reactive.messaging.GenericPayload;
import io.smallrye.reactive.messaging.Targeted;
import io.smallrye.reactive.messaging.TargetedMessages;

/**
 * Finds methods that ask for variables where the topics have none, and methods that send what a topic cannot be filled from.
 */
record TopicVariablesCheck(ChannelTopics topics, PayloadPropertiesCheck payloads) {

    private static final DotName VARIABLES = DotName.createSimple(TopicVariables.class);

    /** With these a method can give metadata to what it sends. */
    private static final Set<DotName> WITH_METADATA = Stream
            .of(Message.class, GenericPayload.class, Targeted.class, TargetedMessages.class).map(DotName::createSimple)
            .collect(Collectors.toSet());

    /** What stops the build: it would fail with each message. */
    List<ConfigurationProblem> problems(MethodInfo method) {
        List<String> channels = ChannelUsages.incoming(method);
        if (method.parameterTypes().stream().noneMatch(type -> mentions(type, Set.of(VARIABLES)))
                || !received(channels).stream().allMatch(TopicVariablesCheck::haveNone)) {
            return List.of();
        }
        return channels.stream().map(channel -> new ConfigurationProblem(channel, "topic",
                texts(topics.of(new ConfiguredChannel(true, channel))),
                where(method) + " asks for TopicVariables, and no level of the topic has a name; give those that the method"
                        + " needs one, as in 'sensors/{sensor}/temperature'"))
                .toList();
    }

    private static boolean haveNone(List<TopicTemplate> known) {
        return known != null && known.stream().noneMatch(TopicTemplate::hasVariables);
    }

    /** What will be nacked each time, unless the application does what the build cannot see. */
    List<String> warnings(MethodInfo method) {
        Type payload = PayloadTypes.produced(method);
        List<List<TopicTemplate>> received = received(ChannelUsages.incoming(method));
        if (payload == null || mentions(method.returnType(), WITH_METADATA) || received.stream().anyMatch(Objects::isNull)) {
            return List.of();
        }
        Set<String> known = received.stream().flatMap(List::stream).flatMap(topic -> topic.names().stream())
                .collect(Collectors.toSet());
        List<String> warnings = new ArrayList<>();
        for (String channel : ChannelUsages.outgoing(method)) {
            List<TopicTemplate> sent = topics.of(new ConfiguredChannel(false, channel));
            for (TopicTemplate topic : sent == null ? List.<TopicTemplate> of() : sent) {
                topic.names().stream().filter(name -> !known.contains(name) && payloads.lacks(payload, name))
                        .forEach(name -> warnings.add(warning(channel, topic, name, payload, method)));
            }
        }
        return warnings;
    }

    private static String warning(String channel, TopicTemplate topic, String name, Type payload, MethodInfo method) {
        return "channel '" + channel + "', attribute 'topic': nothing gives a value for {" + name + "} in '" + topic
                + "', so each message will be nacked: " + payload + " of " + where(method) + " has no property '" + name
                + "', and the method receives no topic with {" + name + "}; add one of the two, or return a Message with"
                + " OutgoingMqttMetadata, which has withTopicVariable";
    }

    /** The topics of each channel. */
    private List<List<TopicTemplate>> received(List<String> channels) {
        List<List<TopicTemplate>> received = new ArrayList<>();
        channels.forEach(channel -> received.add(topics.of(new ConfiguredChannel(true, channel))));
        return received;
    }

    private static boolean mentions(Type type, Set<DotName> names) {
        return names.contains(type.name()) || type.kind() == Type.Kind.PARAMETERIZED_TYPE
                && type.asParameterizedType().arguments().stream().anyMatch(argument -> mentions(argument, names));
    }

    private static String texts(List<TopicTemplate> topics) {
        return topics.stream().map(TopicTemplate::text).collect(Collectors.joining(","));
    }

    private static String where(MethodInfo method) {
        return method.declaringClass().name() + "#" + method.name();
    }
}
