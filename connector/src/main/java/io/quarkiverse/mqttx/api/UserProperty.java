package io.quarkiverse.mqttx.api;

import io.quarkiverse.mqttx.topic.SafeText;

/** A name and a value of the sender's own (MQTT-5.0 §3.3.2.3.7). Names may repeat and their order is kept. */
public record UserProperty(String name, String value) {

    @Override
    public String toString() {
        return SafeText.of(name) + '=' + SafeText.of(value);
    }
}
