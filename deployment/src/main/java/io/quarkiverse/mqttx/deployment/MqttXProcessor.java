package io.quarkiverse.mqttx.deployment;

import io.quarkiverse.mqttx.runtime.ChannelPlanReport;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;

/** Makes the connector known to the application. */
class MqttXProcessor {

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(MqttX.FEATURE);
    }

    /** The connector's jar is a bean archive: its connector, failure strategies and converters are discovered as beans. */
    @BuildStep
    IndexDependencyBuildItem connectorBeans() {
        return new IndexDependencyBuildItem("io.quarkiverse.mqttx", "smallrye-mqtt-x");
    }

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.unremovableOf(ChannelPlanReport.class);
    }

    @BuildStep
    ExtensionSslNativeSupportBuildItem tlsInNativeImages() {
        return new ExtensionSslNativeSupportBuildItem(MqttX.FEATURE);
    }
}
