package io.quarkiverse.mqttx.deployment;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.DotName;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.deployment.MqttProblemsBuildItem.Check;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.smallrye.reactivemessaging.deployment.items.ChannelBuildItem;
import io.quarkus.smallrye.reactivemessaging.deployment.items.ConnectorBuildItem;
import io.quarkus.smallrye.reactivemessaging.deployment.items.ConnectorManagedChannelBuildItem;
import io.quarkus.smallrye.reactivemessaging.deployment.items.MediatorBuildItem;
import io.smallrye.common.annotation.Identifier;

/** Gathers what is known of the channels when the application is built, checks it, and hands it to the running application. */
class ChannelsProcessor {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx");

    private static final DotName IDENTIFIER = DotName.createSimple(Identifier.class);

    @BuildStep
    MqttChannelsBuildItem channels(List<ConnectorManagedChannelBuildItem> managed, List<MediatorBuildItem> mediators,
            BeanDiscoveryFinishedBuildItem beans) {
        Set<ConfiguredChannel> channels = managed.stream()
                .filter(channel -> channel.getConnector().equals(MqttX.CONNECTOR))
                .map(channel -> new ConfiguredChannel(channel.isIncoming(), channel.getName()))
                .collect(toCollection(LinkedHashSet::new));
        return new MqttChannelsBuildItem(channels, ChannelUsages.find(channels, mediators, beans.getInjectionPoints()));
    }

    @BuildStep
    void checkConfiguration(MqttChannelsBuildItem channels, BeanDiscoveryFinishedBuildItem beans,
            List<ConnectorBuildItem> connectors, List<MediatorBuildItem> mediators,
            LaunchModeBuildItem launchMode, BuildProducer<MqttProblemsBuildItem> found,
            BuildProducer<MqttConfigurationBuildItem> configuration) {
        Config config = ConfigProvider.getConfig();
        helpToMigrate(connectors, config);
        Map<String, String> attached = new HashMap<>();
        for (ConfiguredChannel channel : channels.channels()) {
            String property = channel.property("connector");
            if (config.getConfigValue(property).getRawValue() == null) {
                attached.put(property, MqttX.CONNECTOR);
            }
        }
        ConfigurationCheck check = ConfigurationCheck.of(config, attached, type -> identifiers(beans, type));
        List<ConfigurationProblem> problems = new ArrayList<>(check.problems());
        problems.addAll(SeveralMethods.find(config, channels.channels(),
                mediators.stream().map(MediatorBuildItem::getMethod).toList()));
        found.produce(new MqttProblemsBuildItem(Check.CONFIGURATION, problems));
        if (launchMode.getLaunchMode() == LaunchMode.NORMAL) {
            check.risks().forEach(LOG::warn);
        }
        NeverAcknowledged.find(check.survey(), mediators.stream().map(MediatorBuildItem::getMethod).toList())
                .forEach(LOG::warn);
        new ExceptionNamesCheck(check.survey(), Thread.currentThread().getContextClassLoader()).warnings().forEach(LOG::warn);
        configuration.produce(new MqttConfigurationBuildItem(check.survey(), check.warnings(),
                identifiers(beans, MqttFailureHandler.Factory.class)));
    }

    private static Set<String> identifiers(BeanDiscoveryFinishedBuildItem beans, Class<?> type) {
        return beans.beanStream().withBeanType(type).stream().flatMap(bean -> bean.getQualifier(IDENTIFIER).stream())
                .map(identifier -> identifier.value().asString()).collect(Collectors.toSet());
    }

    /** The properties that give the connector a channel which nothing uses; warns of each. */
    static List<String> unused(MqttChannelsBuildItem channels, List<ChannelBuildItem> all) {
        NamesCheck names = new NamesCheck(ConfigProvider.getConfig(), Set.of(), NamesProcessor.used(all));
        List<String> unused = new ArrayList<>();
        for (ConfiguredChannel channel : ConfiguredChannels.withConnector(MqttX.CONNECTOR, ConfigProvider.getConfig())) {
            if (!channels.channels().contains(channel)) {
                unused.add(channel.property("connector"));
                LOG.warn(channel.property("connector") + "=" + MqttX.CONNECTOR + ": " + names.unused(channel));
            }
        }
        return unused;
    }

    /** Says what to do to those who come from the connector of SmallRye and have taken it off the class path. */
    private static void helpToMigrate(List<ConnectorBuildItem> connectors, Config config) {
        if (connectors.stream().anyMatch(connector -> connector.getName().equals(MqttX.OFFICIAL_CONNECTOR))) {
            return;
        }
        ConfiguredChannels.withConnector(MqttX.OFFICIAL_CONNECTOR, config)
                .forEach(channel -> LOG.infof("%s=%s, but that connector is not there; for this one set it to %s",
                        channel.property("connector"), MqttX.OFFICIAL_CONNECTOR, MqttX.CONNECTOR));
    }
}
