package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.jboss.jandex.MethodInfo;

import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;

/**
 * Finds channels that several methods consume without {@code broadcast}, or feed without {@code merge}: Reactive Messaging does
 * not start with them. Injected channels and emitters are not counted, because several of a name may be one.
 */
final class SeveralMethods {

    private SeveralMethods() {
    }

    /**
     * @param channels those of this connector
     * @param methods with {@code @Incoming} or {@code @Outgoing}
     */
    static List<ConfigurationProblem> find(Config config, Set<ConfiguredChannel> channels, List<MethodInfo> methods) {
        Map<ConfiguredChannel, List<String>> users = new LinkedHashMap<>();
        for (MethodInfo method : methods) {
            add(users, true, ChannelUsages.incoming(method), method);
            add(users, false, ChannelUsages.outgoing(method), method);
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

    private static void add(Map<ConfiguredChannel, List<String>> users, boolean incoming, List<String> channels,
            MethodInfo method) {
        channels.forEach(name -> users.computeIfAbsent(new ConfiguredChannel(incoming, name), key -> new ArrayList<>())
                .add(method.declaringClass().name() + "#" + method.name()));
    }
}
