package io.quarkiverse.mqttx.connector.config;

import io.quarkiverse.mqttx.connector.config.model.DeadLetterSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** Dead letters that the configuration would send to the channel they come from, which would never end. */
final class DeadLetterCheck {

    private final ConnectorConfiguration configuration;
    private final ConfigurationProblems problems;

    DeadLetterCheck(ConnectorConfiguration configuration, ConfigurationProblems problems) {
        this.configuration = configuration;
        this.problems = problems;
    }

    void find() {
        configuration.incoming().values().forEach(this::find);
        configuration.clients().values().forEach(this::find);
    }

    private void find(ChannelConfiguration<IncomingSettings> channel) {
        DeadLetterSettings deadLetter = channel.settings().failure().deadLetter();
        if (!channel.settings().failure().strategies().contains(DeadLetterSettings.STRATEGY)) {
            return;
        }
        if (deadLetter.topic() != null && TopicTemplate.problemOfPublishing(deadLetter.topic()) == null) {
            circles(channel.settings());
        }
    }

    private void circles(IncomingSettings channel) {
        TopicTemplate template = TopicTemplate.of(channel.failure().deadLetter().topic());
        for (TopicFilter from : channel.filters()) {
            TopicFilter to = template.filter(
                    name -> name.equals("topic") ? from.matchFilter() : name.equals("channel") ? channel.channel() : null);
            for (TopicFilter own : channel.filters()) {
                if (own.overlaps(to)) {
                    problems.problem(channel.channel(), "dead-letter-topic", template.text(),
                            "a dead letter could match '" + own.text() + "', to which the channel itself subscribes, and would"
                                    + " come back without end; choose a topic outside of it",
                            "failure-strategy", "topic");
                    return;
                }
            }
        }
    }
}
