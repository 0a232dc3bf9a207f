package io.quarkiverse.mqttx.deployment;

import java.util.List;
import java.util.Set;

import io.quarkus.builder.item.SimpleBuildItem;

/** The channels of this connector, and where the application's code uses them. */
final class MqttChannelsBuildItem extends SimpleBuildItem {

    private final Set<ConfiguredChannel> channels;
    private final List<ChannelUsage> usages;

    MqttChannelsBuildItem(Set<ConfiguredChannel> channels, List<ChannelUsage> usages) {
        this.channels = channels;
        this.usages = usages;
    }

    Set<ConfiguredChannel> channels() {
        return channels;
    }

    List<ChannelUsage> usages() {
        return usages;
    }
}
