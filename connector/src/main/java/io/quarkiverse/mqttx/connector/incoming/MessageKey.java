package io.quarkiverse.mqttx.connector.incoming;

import java.nio.ByteBuffer;

import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey;
import io.quarkiverse.mqttx.connector.message.ChannelTopics;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** Extracts the key of {@code concurrency-key} from a message. Messages without it have one key in common. */
@FunctionalInterface
interface MessageKey {

    /** The key of the messages that have none. */
    Object NONE = new Object();

    /** Equal for messages that must stay in order. */
    Object of(Publish packet);

    static MessageKey of(ConcurrencyKey key, ChannelTopics topics) {
        return switch (key.source()) {
            case TOPIC -> Publish::topic;
            case TOPIC_LEVEL -> packet -> orNone(level(packet.topic(), key.level()));
            case TOPIC_VARIABLE -> packet -> orNone(variable(packet.topic(), topics, key.name()));
            case CORRELATION_DATA -> MessageKey::correlationData;
            case USER_PROPERTY -> packet -> orNone(packet.properties().userProperty(key.name()));
        };
    }

    private static Object orNone(String key) {
        return key == null ? NONE : key;
    }

    private static String level(String topic, int level) {
        int from = 0;
        for (int i = 1; i < level; i++) {
            int end = topic.indexOf('/', from);
            if (end < 0) {
                return null;
            }
            from = end + 1;
        }
        int end = topic.indexOf('/', from);
        return topic.substring(from, end < 0 ? topic.length() : end);
    }

    private static String variable(String topic, ChannelTopics topics, String name) {
        TopicTemplate template = topics.template(topic);
        return template == null ? null : template.value(name, topic);
    }

    private static Object correlationData(Publish packet) {
        byte[] data = packet.properties().binary(Property.CORRELATION_DATA);
        return data == null ? NONE : ByteBuffer.wrap(data);
    }
}
