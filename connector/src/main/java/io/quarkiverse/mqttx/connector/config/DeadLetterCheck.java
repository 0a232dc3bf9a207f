package io.quarkiverse.mqttx.connector.config;

import java.util.Map;

import io.quarkiverse.mqttx.connector.config.model.DeadLetterSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** Dead letters that the configuration would send nowhere, or to the channel they come from, which would never end. */
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
        String name = deadLetter.connection();
        ChannelConfiguration<?> other = name == null ? channel : find(name, configuration.outgoing(), configuration.clients());
        if (other == null) {
            problems.problem(channel.channel(), "dead-letter-connection", name,
                    "is neither an outgoing channel of this connector nor a client (mp.messaging.client." + name
                            + ".*); name one, or leave it out to use the connection of the channel",
                    "failure-strategy");
        } else if (deadLetter.topic() != null && TopicTemplate.problemOfPublishing(deadLetter.topic()) == null
                && channel.connection().servers().stream().anyMatch(other.connection().servers()::contains)) {
            circles(channel.settings());
        }
    }

    @SafeVarargs
    private static ChannelConfiguration<?> find(String name, Map<String, ? extends ChannelConfiguration<?>>... maps) {
        for (Map<String, ? extends ChannelConfiguration<?>> map : maps) {
            if (map.containsKey(name)) {
                return map.get(name);
            }
        }
        return null;
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
                            "failure-strategy", "topic", "dead-letter-connection");
                    return;
                }
            }
        }
    }
}
