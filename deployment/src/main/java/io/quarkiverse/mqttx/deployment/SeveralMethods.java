package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.smallrye.reactive.messaging.annotations.Incomings;
import io.smallrye.reactive.messaging.annotations.Outgoings;

/**
 * Finds channels that several methods consume without {@code broadcast}, or feed without {@code merge}: Reactive Messaging does
 * not start with them. Injected channels and emitters are not counted, because several of a name may be one.
 */
final class SeveralMethods {

    private static final DotName INCOMING = DotName.createSimple(Incoming.class);
    private static final DotName INCOMINGS = DotName.createSimple(Incomings.class);
    private static final DotName OUTGOING = DotName.createSimple(Outgoing.class);
    private static final DotName OUTGOINGS = DotName.createSimple(Outgoings.class);

    private SeveralMethods() {
    }

    /**
     * @param channels those of this connector
     * @param methods with {@code @Incoming} or {@code @Outgoing}
     */
    static List<ConfigurationProblem> find(Config config, Set<ConfiguredChannel> channels, List<MethodInfo> methods) {
        Map<ConfiguredChannel, List<String>> users = new LinkedHashMap<>();
        for (MethodInfo method : methods) {
            add(users, true, method, INCOMING, INCOMINGS);
            add(users, false, method, OUTGOING, OUTGOINGS);
        }
        List<ConfigurationProblem> problems = new ArrayList<>();
        users.forEach((channel, names) -> {
            if (names.size() > 1 && channels.contains(channel)) {
                String attribute = channel.incoming() ? "broadcast" : "merge";
                String value = value(config, channel, attribute);
                if (value == null || value.equalsIgnoreCase("false")) {
                    problems.add(new ConfigurationProblem(channel.name(), attribute, value, "set it to true, because several"
                            + " methods " + (channel.incoming() ? "consume" : "feed") + " the channel: "
                            + String.join(", ", names)));
                }
            }
        });
        return problems;
    }

    private static String value(Config config, ConfiguredChannel channel, String attribute) {
        String value = config.getConfigValue(channel.property(attribute)).getRawValue();
        return value != null ? value : config.getConfigValue(MqttX.CONNECTOR_PREFIX + attribute).getRawValue();
    }

    private static void add(Map<ConfiguredChannel, List<String>> users, boolean incoming, MethodInfo method, DotName annotation,
            DotName container) {
        List<AnnotationInstance> found = new ArrayList<>();
        if (method.hasDeclaredAnnotation(annotation)) {
            found.add(method.declaredAnnotation(annotation));
        }
        if (method.hasDeclaredAnnotation(container)) {
            found.addAll(List.of(method.declaredAnnotation(container).value().asNestedArray()));
        }
        found.forEach(instance -> users
                .computeIfAbsent(new ConfiguredChannel(incoming, instance.value().asString()), key -> new ArrayList<>())
                .add(method.declaringClass().name() + "#" + method.name()));
    }
}
