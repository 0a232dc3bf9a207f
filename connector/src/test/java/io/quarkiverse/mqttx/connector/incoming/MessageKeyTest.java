package io.quarkiverse.mqttx.connector.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey;
import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey.Source;
import io.quarkiverse.mqttx.connector.message.ChannelTopics;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

class MessageKeyTest {

    @Test
    void isTheTopicOrALevelOfIt() {
        assertThat(key(Source.TOPIC, null, 0).of(on("a/b/c"))).isEqualTo("a/b/c");
        assertThat(key(Source.TOPIC_LEVEL, null, 1).of(on("a/b/c"))).isEqualTo("a");
        assertThat(key(Source.TOPIC_LEVEL, null, 2).of(on("a/b/c"))).isEqualTo("b");
        assertThat(key(Source.TOPIC_LEVEL, null, 3).of(on("a/b/c"))).isEqualTo("c");
        assertThat(key(Source.TOPIC_LEVEL, null, 2).of(on("a//c"))).isEqualTo("");
        assertThat(key(Source.TOPIC_LEVEL, null, 4).of(on("a/b/c"))).isSameAs(MessageKey.NONE);
    }

    @Test
    void isWhatAVariableOfTheTopicStandsFor() {
        MessageKey line = MessageKey.of(new ConcurrencyKey(Source.TOPIC_VARIABLE, "line", 0),
                ChannelTopics.of(List.of("plant/{line}/+", "alarm/{hall}")));
        assertThat(line.of(on("plant/7/oven"))).isEqualTo("7");
        assertThat(line.of(on("alarm/7"))).isSameAs(MessageKey.NONE);
    }

    @Test
    void isAPropertyOfTheMessage() {
        Properties properties = Properties.builder().add(Property.CORRELATION_DATA, new byte[] { 1, 2 })
                .add(Property.USER_PROPERTY, new UserProperty("other", "x"))
                .add(Property.USER_PROPERTY, new UserProperty("device", "first"))
                .add(Property.USER_PROPERTY, new UserProperty("device", "second")).build();
        Properties same = Properties.builder().add(Property.CORRELATION_DATA, new byte[] { 1, 2 }).build();
        Properties another = Properties.builder().add(Property.CORRELATION_DATA, new byte[] { 2, 1 }).build();

        assertThat(key(Source.USER_PROPERTY, "device", 0).of(with(properties))).isEqualTo("first");
        assertThat(key(Source.USER_PROPERTY, "device", 0).of(with(same))).isSameAs(MessageKey.NONE);
        MessageKey correlation = key(Source.CORRELATION_DATA, null, 0);
        assertThat(correlation.of(with(properties))).isEqualTo(correlation.of(with(same)))
                .hasSameHashCodeAs(correlation.of(with(same))).isNotEqualTo(correlation.of(with(another)));
        assertThat(correlation.of(with(Properties.EMPTY))).isSameAs(MessageKey.NONE);
    }

    private static MessageKey key(Source source, String name, int level) {
        return MessageKey.of(new ConcurrencyKey(source, name, level), ChannelTopics.WITHOUT_VARIABLES);
    }

    private static Publish on(String topic) {
        return Publish.of(topic, new byte[0], 0, false);
    }

    private static Publish with(Properties properties) {
        return new Publish("t", new byte[0], 0, false, false, 0, properties);
    }
}
