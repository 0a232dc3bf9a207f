package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.ConnectionPlan;
import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkiverse.mqttx.runtime.ChannelPlanRecorder;
import io.quarkiverse.mqttx.runtime.PlannedConnection;
import io.quarkiverse.mqttx.runtime.TlsRegistryCustomizer;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;

/** Plans the connections, and leaves out of the application what none of them uses. */
class ConnectionPlanProcessor {

    private static final Logger PLAN = Logger.getLogger("io.quarkiverse.mqttx.plan");

    private static final String TLS_CONFIGURATION = "tls-configuration-name";

    @BuildStep
    MqttTlsRegistryBuildItem tlsRegistry(CombinedIndexBuildItem index) {
        Config config = ConfigProvider.getConfig();
        return new MqttTlsRegistryBuildItem(isSet(MqttX.CONNECTOR_PREFIX + TLS_CONFIGURATION, config)
                || ConfiguredChannels.find(index.getIndex(), config).stream()
                        .anyMatch(channel -> isSet(channel.property(TLS_CONFIGURATION), config)));
    }

    /** Also by an expression that leads to nothing now. */
    private static boolean isSet(String property, Config config) {
        String raw = config.getConfigValue(property).getRawValue();
        return raw != null && !raw.isBlank();
    }

    @BuildStep
    void tlsCustomizer(MqttTlsRegistryBuildItem tlsRegistry, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (tlsRegistry.isUsed()) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(TlsRegistryCustomizer.class));
        }
    }

    /** Only the connector looks for strategies, and not in a way that Arc sees: so Arc removes all but these. */
    @BuildStep
    UnremovableBeanBuildItem failureStrategies(MqttConfigurationBuildItem configuration) {
        UsedStrategies used = UsedStrategies.of(configuration.survey());
        return new UnremovableBeanBuildItem(bean -> UsedStrategies.identifier(bean).filter(used::contain).isPresent());
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void plan(ChannelPlanRecorder recorder, MqttXBuildTimeConfig extension, ChannelConversionsBuildItem conversions,
            MqttConfigurationBuildItem configuration, MqttTlsRegistryBuildItem tlsRegistry, MqttUnusedChannelsBuildItem unused,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        ConnectionPlanner planner = new ConnectionPlanner(configuration.survey().channels(), conversions.conversions());
        List<PlannedConnection> connections = planner.connections();
        UsedStrategies used = UsedStrategies.of(configuration.survey());
        Set<String> removedStrategies = new TreeSet<>(configuration.failureStrategies());
        removedStrategies.removeIf(used::contain);
        ChannelPlan plan = new ChannelPlan(connections, planner.channels(), unused.properties(),
                leftOut(removedStrategies, !tlsRegistry.isUsed()));
        if (extension.printPlan()) {
            PLAN.info(plan.describe());
        }
        beans.produce(SyntheticBeanBuildItem.configure(ChannelPlan.class).scope(Singleton.class).unremovable()
                .runtimeValue(recorder.channels(plan)).done());
        beans.produce(SyntheticBeanBuildItem.configure(ConnectionPlan.class).scope(Singleton.class).unremovable()
                .runtimeValue(recorder.connections(planner.incoming(), planner.outgoing(), removedStrategies,
                        !tlsRegistry.isUsed(), connections))
                .done());
    }

    private static List<String> leftOut(Set<String> strategies, boolean tlsRegistry) {
        List<String> leftOut = new ArrayList<>();
        strategies.forEach(strategy -> leftOut.add("failure-strategy " + strategy));
        if (tlsRegistry) {
            leftOut.add("TLS registry");
        }
        return leftOut;
    }
}
