package io.quarkiverse.mqttx.deployment;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.deployment.MqttProblemsBuildItem.Check;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.smallrye.reactivemessaging.deployment.items.ChannelBuildItem;
import io.quarkus.smallrye.reactivemessaging.deployment.items.ChannelDirection;
import io.quarkus.smallrye.reactivemessaging.deployment.items.ConnectorBuildItem;

/** Says which properties nobody will ever read. Only the build knows all names, so it says so in every mode. */
class NamesProcessor {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx");

    @BuildStep
    void checkNames(List<ConnectorBuildItem> connectors, List<ChannelBuildItem> channels,
            BuildProducer<MqttProblemsBuildItem> problems) {
        Set<String> names = connectors.stream().map(ConnectorBuildItem::getName).collect(toSet());
        NamesCheck check = new NamesCheck(ConfigProvider.getConfig(), names, used(channels));
        problems.produce(new MqttProblemsBuildItem(Check.NAMES, check.problems()));
        check.warnings().forEach(LOG::warn);
    }

    /** The channels of all connectors, and of none. */
    static Set<ConfiguredChannel> used(List<ChannelBuildItem> channels) {
        return channels.stream()
                .map(channel -> new ConfiguredChannel(channel.getDirection() == ChannelDirection.INCOMING, channel.getName()))
                .collect(toCollection(LinkedHashSet::new));
    }
}
