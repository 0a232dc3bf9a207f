package io.quarkiverse.mqttx.connector.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.TopicVariables;
import io.quarkiverse.mqttx.session.packet.Publish;

class TopicVariablesTest {

    private static final ChannelTopics TOPICS = ChannelTopics.of(List.of("plant/{line}/+/temperature", "hall/#",
            "$share/group/logs/{host}/{path#}", "plant/{area}/{cell}/temperature"));

    private static TopicVariables variables(ChannelTopics topics, String topic) {
        return new IncomingMqttMetadata(
                new ReceivedMetadata(new MessageOrigin("in", topics, null), Publish.of(topic, new byte[0], 0, false)));
    }

    @Test
    void areThoseOfTheFirstTopicThatMatches() {
        TopicVariables temperature = variables(TOPICS, "plant/7/oven/temperature");
        assertThat(temperature.get("line")).isEqualTo("7");
        assertThat(temperature.getTopicVariable("line")).contains("7");
        assertThat(temperature.getTopicVariable("cell")).isEmpty();
        assertThat(temperature.getTopicVariables()).isEqualTo(Map.of("line", "7"));
        assertThat(temperature.getTopicTemplate()).contains("plant/{line}/+/temperature");

        TopicVariables log = variables(TOPICS, "logs/web-1/var/log");
        assertThat(log.getTopicVariables()).isEqualTo(Map.of("host", "web-1", "path", "var/log"));
        assertThat(log.getTopicTemplate()).contains("$share/group/logs/{host}/{path#}");
    }

    @Test
    void haveAFirstOneThatGroupsMessagesAndIsMissedByItsName() {
        FirstTopicVariable key = new FirstTopicVariable();
        Message<?> log = Message.of("x").addMetadata(variables(TOPICS, "logs/web-1/var/log"));
        assertThat(key.extractKey(log, String.class)).isEqualTo("web-1");
        Message<?> withoutPath = Message.of("x").addMetadata(variables(ChannelTopics.of(List.of("logs/{path#}")), "logs"));
        assertThatThrownBy(() -> key.extractKey(withoutPath, String.class)).isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("{path}");
    }

    @Test
    void areNoneWhereTheTopicThatMatchesHasNone() {
        TopicVariables hall = variables(TOPICS, "hall/1");
        assertThat(hall.getTopicVariables()).isEmpty();
        assertThat(hall.getTopicTemplate()).isEmpty();
        assertThat(hall.getTopicVariable("line")).isEmpty();
    }

    @Test
    void areNoneWhereNoTopicOfTheChannelHasAny() {
        assertThat(ChannelTopics.of(List.of("a/+", "b/#"))).isSameAs(ChannelTopics.WITHOUT_VARIABLES);
        TopicVariables none = variables(ChannelTopics.WITHOUT_VARIABLES, "a/b");
        assertThat(none.getTopicVariables()).isEmpty();
        assertThat(none.getTopicTemplate()).isEmpty();
        assertThatThrownBy(() -> none.get("line")).isInstanceOf(NoSuchElementException.class).hasMessage(
                "no value for {line}: the topic that this message came by has no variables; give the channel one with {line}");
    }

    @Test
    void tellWhatThereIsWhenAskedForAnother() {
        assertThatThrownBy(() -> variables(TOPICS, "plant/7/oven/temperature").get("lien"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("the topic 'plant/{line}/+/temperature' has no value for {lien} in this message; it has {line=7}");
    }
}
