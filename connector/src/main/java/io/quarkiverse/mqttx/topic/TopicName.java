package io.quarkiverse.mqttx.topic;

/**
 * The topic of a message: 1 to 65535 bytes of UTF-8 without NUL, unpaired surrogates and wildcards (MQTT-5.0 §4.7). Names are
 * compared character by character; case, spaces and empty levels count. Immutable, for any thread.
 *
 * @param text the name as it goes on the wire
 */
public record TopicName(String text) {

    /** @throws IllegalArgumentException with what {@link #problem} says */
    public TopicName {
        String problem = problem(text);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * Why a message cannot be published to this topic, with the value and the remedy, or {@code null} when it can. Allocates
     * nothing in that case, so it suits the check of each outgoing message.
     */
    public static String problem(String text) {
        return problem(text, true);
    }

    /**
     * As {@link #problem(String)}.
     *
     * @param controlCharacters whether it may contain what a broker may refuse, see {@link MqttString#controlProblem}
     */
    public static String problem(String text, boolean controlCharacters) {
        String problem = MqttString.problem("topic name", text, controlCharacters);
        if (problem == null && (text.indexOf('#') >= 0 || text.indexOf('+') >= 0)) {
            return "the topic name " + MqttString.quote(text) + " contains the wildcard '"
                    + (text.indexOf('#') >= 0 ? '#' : '+')
                    + "', which only a subscription may; name the one topic to publish to";
        }
        return problem;
    }
}
