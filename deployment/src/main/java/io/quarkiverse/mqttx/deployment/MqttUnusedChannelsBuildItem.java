package io.quarkiverse.mqttx.deployment;

import java.util.List;

import io.quarkus.builder.item.SimpleBuildItem;

/** The properties that give the connector a channel which nothing uses. */
final class MqttUnusedChannelsBuildItem extends SimpleBuildItem {

    private final List<String> properties;

    MqttUnusedChannelsBuildItem(List<String> properties) {
        this.properties = properties;
    }

    List<String> properties() {
        return properties;
    }
}
