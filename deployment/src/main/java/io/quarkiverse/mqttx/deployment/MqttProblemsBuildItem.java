package io.quarkiverse.mqttx.deployment;

import java.util.List;

import io.quarkus.builder.item.MultiBuildItem;

/** What one of the checks finds wrong, so that the build fails. {@link ProblemsProcessor} gathers the lists of all checks. */
final class MqttProblemsBuildItem extends MultiBuildItem implements Comparable<MqttProblemsBuildItem> {

    /** The checks, in the order in which their problems are told. */
    enum Check {
        NAMES,
        CONFIGURATION,
        TOPIC_VARIABLES,
        CLIENTS,
        PAYLOADS
    }

    private final Check check;
    private final List<String> problems;

    /** @param problems in the order in which they are told; may be none */
    MqttProblemsBuildItem(Check check, List<?> problems) {
        this.check = check;
        this.problems = problems.stream().map(Object::toString).toList();
    }

    List<String> problems() {
        return problems;
    }

    @Override
    public int compareTo(MqttProblemsBuildItem other) {
        return check.compareTo(other.check);
    }
}
