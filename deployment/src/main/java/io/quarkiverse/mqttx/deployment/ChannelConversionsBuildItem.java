package io.quarkiverse.mqttx.deployment;

import java.util.List;

import io.quarkus.builder.item.SimpleBuildItem;

/** The conversion of each place where a channel of this connector is used. */
final class ChannelConversionsBuildItem extends SimpleBuildItem {

    private final List<ChannelConversion> conversions;

    ChannelConversionsBuildItem(List<ChannelConversion> conversions) {
        this.conversions = conversions;
    }

    List<ChannelConversion> conversions() {
        return conversions;
    }
}
