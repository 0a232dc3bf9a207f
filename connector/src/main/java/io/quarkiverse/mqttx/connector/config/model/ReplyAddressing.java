package io.quarkiverse.mqttx.connector.config.model;

import java.util.Locale;

/** How a request says where its reply goes (attribute {@code reply-addressing}). */
public enum ReplyAddressing {

    /** By properties in MQTT 5, by the topic in 3.x. */
    AUTO,

    /** By response topic and correlation data, which only MQTT 5 has. */
    PROPERTIES,

    /** By the topic to which the request is published, which works between all versions. */
    TOPIC;

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
