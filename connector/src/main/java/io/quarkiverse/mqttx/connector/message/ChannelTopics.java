package io.quarkiverse.mqttx.connector.message;

import java.util.List;

import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** The topic templates of an incoming channel, if any of its topics has variables. Immutable, for any thread. */
public final class ChannelTopics {

    /** Of a channel whose topics have no variables. */
    public static final ChannelTopics WITHOUT_VARIABLES = new ChannelTopics(List.of());

    private final TopicTemplate[] templates;
    private final TopicFilter[] filters;

    private ChannelTopics(List<TopicTemplate> templates) {
        this.templates = templates.toArray(TopicTemplate[]::new);
        this.filters = templates.stream().map(TopicTemplate::filter).toArray(TopicFilter[]::new);
    }

    /** @param topics as configured */
    public static ChannelTopics of(List<String> topics) {
        List<TopicTemplate> templates = topics.stream().map(TopicTemplate::of).toList();
        return templates.stream().anyMatch(TopicTemplate::hasVariables) ? new ChannelTopics(templates) : WITHOUT_VARIABLES;
    }

    /** The one by which a message came, or {@code null} if that has no variables. */
    public TopicTemplate template(String topic) {
        for (int i = 0; i < templates.length; i++) {
            // A channel has nothing but messages that match one of its topics
            if (i == templates.length - 1 || filters[i].matches(topic)) {
                return templates[i].hasVariables() ? templates[i] : null;
            }
        }
        return null;
    }
}
