package io.quarkiverse.mqttx.deployment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** The topics of the channels, as far as the build knows them. */
final class ChannelTopics {

    private final Map<ConfiguredChannel, List<TopicTemplate>> topics = new HashMap<>();

    ChannelTopics(List<SurveyedChannel> channels) {
        for (SurveyedChannel channel : channels) {
            List<String> texts = texts(channel.settings().settings());
            // What run time decides is not known, and what is wrong is reported elsewhere
            boolean known = !channel.own().open().containsKey("topic")
                    && texts.stream().allMatch(text -> TopicTemplate.problem(text) == null);
            if (known) {
                topics.put(new ConfiguredChannel(channel.incoming(), channel.name()),
                        texts.stream().map(TopicTemplate::of).toList());
            }
        }
    }

    private static List<String> texts(Object settings) {
        if (settings instanceof IncomingSettings incoming) {
            return incoming.subscription().topics();
        }
        String topic = ((OutgoingSettings) settings).defaults().topic();
        return topic == null ? List.of() : List.of(topic);
    }

    /**
     * Those of a channel, in their order; {@code null} when they are not known, or the channel is not one of the connector's.
     */
    List<TopicTemplate> of(ConfiguredChannel channel) {
        return topics.get(channel);
    }
}
