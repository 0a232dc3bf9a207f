package io.quarkiverse.mqttx.connector.config;

import java.util.List;

import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.topic.TopicFilter;

/** Texts that MQTT allows, but that hardly anybody means. */
record TopicLint(String channel, ConfigurationProblems problems) {

    private static final String BLANK = "begins or ends with a blank, which the broker does not ignore; remove it";

    /** What the channel says to its connection. */
    void find(SessionSettings session) {
        if (session.will() != null) {
            topic(session.options().presence() == null ? "will-topic" : "presence-topic", session.will().topic());
        }
        blanks("client-id", session.clientId());
        blanks("username", session.login().username());
        if (session.login().password() != null && session.login().password().endsWith("\n")) {
            problems.warning(channel, "password", "ends with a line break, which the broker does not ignore; secrets get one"
                    + " from `echo` without -n");
        }
    }

    void filters(List<TopicFilter> filters) {
        for (TopicFilter filter : filters) {
            emptyLevel("topic", filter.matchFilter());
            if (("/" + filter.matchFilter() + "/").contains("/*/")) {
                problems.warning(channel, "topic",
                        "'*' in '" + filter.text() + "' is no wildcard, but a level of that name; use"
                                + " '+' for any one level, or '#' for all the rest");
            }
        }
    }

    /** Of what is published. */
    void topic(String attribute, String topic) {
        emptyLevel(attribute, topic);
        blanks(attribute, topic);
        if (topic.startsWith("$share/")) {
            problems.warning(channel, attribute, "'" + topic + "' is an ordinary topic, which no shared subscription receives;"
                    + " leave out $share and the group");
        } else if (topic.startsWith("$SYS/")) {
            problems.warning(channel, attribute, "topics below $SYS belong to the broker, which does not pass on what a client"
                    + " publishes there; use another one");
        }
    }

    private void emptyLevel(String attribute, String topic) {
        if (topic.contains("//")) {
            problems.warning(channel, attribute, "'" + topic + "' has an empty level, which counts as one; remove one '/'");
        }
    }

    private void blanks(String attribute, String text) {
        if (text != null && !text.equals(text.strip())) {
            problems.warning(channel, attribute, BLANK);
        }
    }
}
