package io.quarkiverse.mqttx.sample;

/** What the page wants published; an absent text is an empty one. */
public record Publication(String topic, String payload, int qos, boolean retain) {

    public Publication {
        topic = topic == null ? "" : topic;
        payload = payload == null ? "" : payload;
    }
}
