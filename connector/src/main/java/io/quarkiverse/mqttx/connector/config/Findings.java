package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.MqttConnector;

/** What the reading of the configuration has brought to light: problems, which prevent the start, and warnings. */
final class Findings {

    private final List<ConfigurationProblem> problems = new ArrayList<>();
    private final Set<String> clients = new HashSet<>();
    /** By text, because what is set on the connector is found again with each channel. */
    private final Map<String, ConfigurationWarning> warnings = new LinkedHashMap<>();

    /** With the number of channels of which it is true. */
    private final Map<ConfigurationWarning, Integer> idleOnConnector = new LinkedHashMap<>();

    /** @param others the other attributes but for which it would not be wrong */
    void problem(String channel, String attribute, String value, String remedy, String... others) {
        problems.add(
                new ConfigurationProblem(channel, attribute, value, remedy, Set.of(others), clients.contains(channel)));
    }

    /**
     * @param attribute one, or several as {@code a, b}
     * @param others the other attributes but for which there would be nothing to say
     */
    void warning(String channel, String attribute, String text, String... others) {
        Set<String> attributes = new TreeSet<>(List.of(attribute.split(", ")));
        attributes.addAll(List.of(others));
        add(new ConfigurationWarning(channel, attributes, owner(channel) + ", attribute '" + attribute + "': " + text));
    }

    /** What is found from now on under this name is about a client without a channel. */
    void isClient(String name) {
        clients.add(name);
    }

    /** A channel or a client, as messages begin with it. */
    private String owner(String name) {
        return (clients.contains(name) ? "client '" : "channel '") + name + "'";
    }

    /** An attribute of the connector has no effect on one of the channels. */
    void idleOnConnector(String attribute, String text, String... others) {
        Set<String> attributes = new TreeSet<>(List.of(others));
        attributes.add(attribute);
        idleOnConnector.merge(new ConfigurationWarning(null, attributes, "connector '" + MqttConnector.NAME + "', attribute '"
                + attribute + "': " + text), 1, Integer::sum);
    }

    /** All channels have been read, so it shows which attributes of the connector have no effect on any. */
    void complete(int channels) {
        idleOnConnector.forEach((warning, count) -> {
            if (count == channels) {
                add(warning);
            }
        });
    }

    /** Of what no attribute of a channel could change. */
    void warning(String text) {
        add(new ConfigurationWarning(null, Set.of(), text));
    }

    private void add(ConfigurationWarning warning) {
        warnings.putIfAbsent(warning.text(), warning);
    }

    /** How many there are so far. */
    int count() {
        return problems.size() + warnings.size();
    }

    List<ConfigurationProblem> problems() {
        return problems;
    }

    List<ConfigurationWarning> warnings() {
        return List.copyOf(warnings.values());
    }
}
