package io.quarkiverse.mqttx.connector.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.topic.TopicName;

/** The presence: {@code presence-topic} and what goes with it. */
final class PresenceReader {

    private final ChannelAttributes config;
    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;

    PresenceReader(ChannelAttributes config, MqttConnectorCommonConfiguration attributes, AttributeReader reader) {
        this.config = config;
        this.attributes = attributes;
        this.reader = reader;
    }

    /** The presence, or {@code null} when there is none. */
    Presence read() {
        String topic = reader.text("presence-topic", attributes.getPresenceTopic());
        byte[] online = payload("presence-online", attributes.getPresenceOnline());
        byte[] offline = payload("presence-offline", attributes.getPresenceOffline());
        int qos = reader.number("presence-qos", attributes.getPresenceQos(), 0, 2);
        if (topic == null) {
            List<String> others = List.of("presence-online", "presence-offline", "presence-qos");
            others.forEach(reader.asRead()::remove);
            others.stream().filter(config::isSet).forEach(attribute -> reader.problem(attribute,
                    "there is no presence without presence-topic; set presence-topic, or leave it out", "presence-topic"));
            return null;
        }
        String problem = TopicName.problem(topic);
        if (problem != null) {
            reader.problem("presence-topic", problem);
        }
        reader.checkControls("presence-topic", "topic name", topic);
        return new Presence(topic, online, offline, qos);
    }

    private byte[] payload(String attribute, String value) {
        String text = config.isEmptyText(attribute) ? reader.textOrEmpty(attribute, Optional.empty())
                : reader.utf8(attribute, Optional.of(value));
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
