package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the reading of the configuration has brought to light: problems, which prevent the start, and warnings. */
final class Findings {

    private final List<ConfigurationProblem> problems = new ArrayList<>();
    /** A set, because what is set on the connector is found again with each channel. */
    private final Set<String> warnings = new LinkedHashSet<>();

    void problem(String channel, String attribute, String value, String remedy) {
        problems.add(new ConfigurationProblem(channel, attribute, value, remedy));
    }

    void warning(String channel, String attribute, String text) {
        warning("channel '" + channel + "', attribute '" + attribute + "': " + text);
    }

    void warning(String text) {
        warnings.add(text);
    }

    /** How many there are so far. */
    int count() {
        return problems.size() + warnings.size();
    }

    List<ConfigurationProblem> problems() {
        return problems;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
