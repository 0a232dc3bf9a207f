package io.quarkiverse.mqttx.connector;

import io.quarkiverse.mqttx.session.packet.Publish;

/** Metadata as the connector makes it, for tests in other packages. */
public final class Metadatas {

    private Metadatas() {
    }

    public static IncomingMqttMetadata incoming(String channel, String topic) {
        return new IncomingMqttMetadata(channel, Publish.of(topic, new byte[0], 0, false));
    }

    public static IncomingMqttMetadata incoming(String channel, Publish packet) {
        return new IncomingMqttMetadata(channel, packet);
    }
}
