package io.quarkiverse.mqttx.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

/** Whether a channel takes its key and trust stores from the TLS registry, or may do so at run time. */
final class MqttTlsRegistryBuildItem extends SimpleBuildItem {

    private final boolean used;

    MqttTlsRegistryBuildItem(boolean used) {
        this.used = used;
    }

    boolean isUsed() {
        return used;
    }
}
