package io.quarkiverse.mqttx.deployment;

import java.util.Set;

import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.DotName;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.auth.ScramLibrary;
import io.quarkiverse.mqttx.runtime.ChannelPlanReport;
import io.quarkiverse.mqttx.runtime.ConnectorAtStart;
import io.quarkiverse.mqttx.runtime.QuarkusCredentials;
import io.quarkiverse.mqttx.runtime.SafeContexts;
import io.quarkiverse.mqttx.runtime.TlsRegistryCustomizer;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.spi.SessionStore;
import io.quarkus.arc.NoClassInterceptors;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.ExcludedTypeBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;

/** Makes the connector known to the application. */
class MqttXProcessor {

    private static final DotName CONNECTOR = DotName.createSimple(MqttConnector.class);
    private static final Set<String> CHANNELS = Set.of("getPublisher", "getSubscriber");

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(MqttX.FEATURE);
    }

    /** The connector's jar is a bean archive: its connector, failure strategies and converters are discovered as beans. */
    @BuildStep
    IndexDependencyBuildItem connectorBeans() {
        return new IndexDependencyBuildItem("io.quarkiverse.mqttx", "smallrye-mqtt-x");
    }

    /**
     * Quarkus intercepts all methods of a connector for what these two return; without this each of the others would have a
     * class of its own to load at the start.
     */
    @BuildStep
    AnnotationsTransformerBuildItem interceptOnlyWhatReturnsChannels() {
        return new AnnotationsTransformerBuildItem(AnnotationTransformation.forMethods()
                .whenMethod(method -> method.declaringClass().name().equals(CONNECTOR) && !CHANNELS.contains(method.name()))
                .transform(context -> context.add(NoClassInterceptors.class)));
    }

    /** The TLS registry is there for all, since {@code tls-configuration-name} may be set at run time only. */
    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(ChannelPlanReport.class, ConnectorAtStart.class, QuarkusCredentials.class,
                        SafeContexts.class, TlsRegistryCustomizer.class)
                .setUnremovable().build();
    }

    /** The connector looks them up by the names in {@code authentication} and {@code session-store}. */
    @BuildStep
    UnremovableBeanBuildItem namedBeans() {
        return UnremovableBeanBuildItem.beanTypes(EnhancedAuthentication.class, SessionStore.Factory.class);
    }

    /** Without its library, SCRAM would only be in the way of a native executable. */
    @BuildStep
    void leaveOut(BuildProducer<ExcludedTypeBuildItem> excluded) {
        if (!QuarkusClassLoader.isClassPresentAtRuntime(ScramLibrary.CLASS_NAME)) {
            excluded.produce(new ExcludedTypeBuildItem(ScramLibrary.class.getPackageName() + ".*"));
        }
    }

    @BuildStep
    ExtensionSslNativeSupportBuildItem tlsInNativeImages() {
        return new ExtensionSslNativeSupportBuildItem(MqttX.FEATURE);
    }
}
