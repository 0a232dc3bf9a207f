package io.quarkiverse.mqttx.connector.config;

import java.util.List;

import jakarta.enterprise.inject.spi.DeploymentException;

/** The application does not start, because the configuration of the connector is wrong. Names all problems at once. */
public class InvalidConfigurationException extends DeploymentException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigurationProblem> problems;

    public InvalidConfigurationException(List<ConfigurationProblem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the channels. */
    public List<ConfigurationProblem> problems() {
        return problems;
    }

    /** The form in which problems are told, at the build as at the start. */
    public static String message(List<?> problems) {
        StringBuilder text = new StringBuilder("The MQTT configuration has ")
                .append(problems.size() == 1 ? "a problem:" : problems.size() + " problems:");
        for (Object problem : problems) {
            text.append("\n- ").append(problem);
        }
        return text.toString();
    }
}
