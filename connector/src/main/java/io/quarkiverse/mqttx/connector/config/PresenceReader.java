package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.nio.charset.StandardCharsets;

import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.Need;
import io.quarkiverse.mqttx.session.model.Presence;

/** The presence: {@code presence-topic} and what goes with it. */
record PresenceReader(AttributeReader reader) {

    private static final int QOS = 1;

    /** The presence, or {@code null} when there is none. */
    Presence read() {
        String topic = reader.topicName(PRESENCE_TOPIC);
        byte[] online = payload(PRESENCE_ONLINE);
        byte[] offline = payload(PRESENCE_OFFLINE);
        if (topic == null) {
            reader.forget(PRESENCE_ONLINE, PRESENCE_OFFLINE);
            reader.problemsWithout(Need.PRESENCE);
            return null;
        }
        return new Presence(topic, online, offline, QOS);
    }

    private byte[] payload(Attribute<String> attribute) {
        String text = reader.isEmptyText(attribute) ? reader.textOrEmpty(attribute) : reader.utf8(attribute);
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
