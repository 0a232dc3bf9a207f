package io.quarkiverse.mqttx.deployment;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkiverse.mqttx.runtime.ChannelPlanRecorder;
import io.quarkiverse.mqttx.runtime.PlannedConnection;
import io.quarkiverse.mqttx.runtime.PropertiesSubstitution;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ObjectSubstitutionBuildItem;
import io.quarkus.smallrye.reactivemessaging.deployment.items.ChannelBuildItem;

/** Plans the connections, and leaves out of the application what none of them uses. */
class ConnectionPlanProcessor {

    private static final Logger PLAN = Logger.getLogger("io.quarkiverse.mqttx.plan");

    /** Only the connector looks for strategies, and not in a way that Arc sees: so Arc removes all but these. */
    @BuildStep
    UnremovableBeanBuildItem failureStrategies(MqttConfigurationBuildItem configuration, MqttClientsBuildItem clients) {
        UsedStrategies used = UsedStrategies.of(configuration.survey(), clients);
        return new UnremovableBeanBuildItem(bean -> UsedStrategies.identifier(bean).filter(used::contain).isPresent());
    }

    @BuildStep
    ObjectSubstitutionBuildItem properties() {
        return new ObjectSubstitutionBuildItem(Properties.class, PropertiesSubstitution.Recorded.class,
                PropertiesSubstitution.class);
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void plan(ChannelPlanRecorder recorder, MqttXBuildTimeConfig extension, ChannelConversionsBuildItem conversions,
            MqttConfigurationBuildItem configuration, MqttChannelsBuildItem channels, List<ChannelBuildItem> all,
            MqttClientsBuildItem clients,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        BuildTimeReading survey = configuration.survey();
        ConnectionPlanner planner = new ConnectionPlanner(survey.channels(), conversions.conversions());
        List<PlannedConnection> connections = planner.connections();
        UsedStrategies used = UsedStrategies.of(survey, clients);
        Set<String> removedStrategies = new TreeSet<>(configuration.failureStrategies());
        removedStrategies.removeIf(used::contain);
        ChannelPlan plan = new ChannelPlan(connections, planner.channels(), ChannelsProcessor.unused(channels, all),
                removedStrategies.stream().map(strategy -> "failure-strategy " + strategy).toList());
        if (extension.printPlan()) {
            PLAN.info(plan.describe());
        }
        beans.produce(SyntheticBeanBuildItem.configure(ChannelPlan.class).scope(Singleton.class).unremovable()
                .runtimeValue(recorder.channels(plan)).done());
        beans.produce(SyntheticBeanBuildItem.configure(ConnectionPlan.class).scope(Singleton.class).unremovable()
                .runtimeValue(recorder.connections(survey.recorded(true, IncomingSettings.class),
                        survey.recorded(false, OutgoingSettings.class), survey.recordedClients(),
                        survey.recordedConnections(), survey.complete(),
                        removedStrategies, connections))
                .done());
    }
}
