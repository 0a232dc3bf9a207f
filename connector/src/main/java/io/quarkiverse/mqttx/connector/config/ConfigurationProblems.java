package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.config.ConfigurationProblem.Owner;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;

/** What the reading of the configuration has brought to light: problems, which prevent the start, and warnings. */
final class ConfigurationProblems {

    private final List<ConfigurationProblem> problems = new ArrayList<>();
    /** Also those that are no news. */
    private int problemCount;
    /** What is being read, by the name of the channel or client. */
    private final Map<String, ChannelAttributes> read = new HashMap<>();
    /**
     * Attributes of the connector that are wrong, with the channel that brought it to light: each further one finds it again.
     */
    private final Map<String, String> wrongOnConnector = new HashMap<>();
    /** By text, because what is set on the connector is found again with each channel. */
    private final Map<String, ConfigurationWarning> warnings = new LinkedHashMap<>();

    /** With the number of channels of which it is true. */
    private final Map<ConfigurationWarning, Integer> idleOnConnector = new LinkedHashMap<>();

    /** What is found from now on under this name is about this channel or client. */
    void reads(ChannelAttributes config) {
        read.put(config.channel(), config);
    }

    /**
     * @param channel or client
     * @param others the other attributes but for which it would not be wrong
     */
    void problem(String channel, String attribute, String value, String remedy, String... others) {
        problemCount++;
        Owner owner = owner(channel, List.of(attribute), others);
        if (owner != Owner.CONNECTOR) {
            problems.add(new ConfigurationProblem(channel, attribute, value, remedy, Set.of(others), owner));
        } else if (wrongOnConnector.computeIfAbsent(attribute, ignored -> channel).equals(channel)) {
            problems.add(new ConfigurationProblem(Attributes.CONNECTOR, attribute, value, remedy, Set.of(others), owner));
        }
    }

    /**
     * @param channel or client
     * @param attribute one, or several as {@code a, b}
     * @param others the other attributes but for which there would be nothing to say
     */
    void warning(String channel, String attribute, String text, String... others) {
        List<String> these = List.of(attribute.split(", "));
        Set<String> attributes = new TreeSet<>(these);
        attributes.addAll(List.of(others));
        Owner owner = owner(channel, these, others);
        boolean ofConnector = owner == Owner.CONNECTOR;
        add(new ConfigurationWarning(ofConnector ? null : channel, attributes,
                owner.named(ofConnector ? Attributes.CONNECTOR : channel) + ", attribute '" + attribute + "': " + text));
    }

    private Owner owner(String channel, List<String> attributes, String... others) {
        ChannelAttributes config = read.get(channel);
        if (config == null) {
            return Owner.CHANNEL;
        }
        Set<String> all = new HashSet<>(attributes);
        all.addAll(List.of(others));
        return config.areOfConnector(all) ? Owner.CONNECTOR : config.isClient() ? Owner.CLIENT : Owner.CHANNEL;
    }

    /** An attribute of the connector has no effect on one of the channels. */
    void idleOnConnector(String attribute, String text, String... others) {
        Set<String> attributes = new TreeSet<>(List.of(others));
        attributes.add(attribute);
        idleOnConnector.merge(new ConfigurationWarning(null, attributes, "connector '" + Attributes.CONNECTOR + "', attribute '"
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
        return problemCount + warnings.size();
    }

    /** Of the problems alone, also of what other channels have in common with those that were read before. */
    int problemCount() {
        return problemCount;
    }

    List<ConfigurationProblem> all() {
        return problems;
    }

    List<ConfigurationWarning> warnings() {
        return List.copyOf(warnings.values());
    }
}
