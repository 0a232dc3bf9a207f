package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.TopicName;

/**
 * The texts with which the application goes to the broker: those that a strict broker answers with the end of the connection do
 * not get as far (MQTT-5.0 §1.5.4). Used inside the gate.
 */
final class OutgoingText {

    private final boolean controls;
    /** Most publish to the same topic all the time, and then it is the same object; so with the properties. */
    private String validTopic;
    private Properties validProperties = Properties.EMPTY;

    OutgoingText(FlowOptions options) {
        controls = options.controlCharacters();
    }

    /** Why the message cannot be sent, or {@code null}. */
    String problem(Publish message) {
        String topic = message.topic();
        if (topic != validTopic) {
            String problem = TopicName.problem(topic, controls);
            if (problem != null) {
                return problem;
            }
            validTopic = topic;
        }
        Properties properties = message.properties();
        if (properties != validProperties && !controls) {
            String problem = problem(properties);
            if (problem != null) {
                return "the message to " + MqttString.quote(topic) + ": " + problem;
            }
            validProperties = properties;
        }
        return null;
    }

    private static String problem(Properties properties) {
        String problem = null;
        for (int i = 0; i < properties.size() && problem == null; i++) {
            Property name = properties.name(i);
            problem = switch (name.wireType()) {
                case STRING -> MqttString.controlProblem(name == Property.CONTENT_TYPE ? "content type" : "response topic",
                        (String) properties.value(i));
                case STRING_PAIR -> problem((UserProperty) properties.value(i));
                default -> null;
            };
        }
        return problem;
    }

    private static String problem(UserProperty property) {
        String problem = MqttString.controlProblem("name of a user property", property.name());
        if (problem == null) {
            problem = MqttString.controlProblem("value of a user property", property.value());
        }
        return problem == null ? null : problem + ", in the user property " + MqttString.quote(property.name());
    }

    /** Why the broker cannot be asked for the filter, or {@code null}. */
    String problem(String filter) {
        return controls ? null : MqttString.controlProblem("topic filter", filter);
    }

    /** Why CONNECT cannot be sent, or {@code null}. */
    String problem(ConnectAttempt attempt) {
        if (controls) {
            return null;
        }
        String problem = MqttString.controlProblem("user name", attempt.username());
        for (int i = 0; i < attempt.userProperties().size() && problem == null; i++) {
            problem = problem(attempt.userProperties().get(i));
        }
        return problem;
    }
}
