package io.quarkiverse.mqttx.deployment.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.IndexView;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.deployment.ConfiguredChannels;
import io.quarkiverse.mqttx.deployment.MqttX;
import io.quarkiverse.mqttx.deployment.MqttXBuildTimeConfig;
import io.quarkiverse.mqttx.deployment.devservices.DevServicesBuildTimeConfig.BrokerKind;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.CuratedApplicationShutdownBuildItem;
import io.quarkus.deployment.builditem.DevServicesComposeProjectBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.DevServicesSharedNetworkBuildItem;
import io.quarkus.deployment.builditem.DockerStatusBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.devservices.common.ComposeLocator;
import io.quarkus.devservices.common.ContainerAddress;
import io.quarkus.devservices.common.ContainerLocator;
import io.quarkus.devservices.common.Labels;
import io.quarkus.runtime.LaunchMode;

/** Starts a broker in dev and test mode for the channels that name none. */
@BuildSteps(onlyIf = { IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class })
class MqttDevServicesProcessor {

    private static final Logger LOG = Logger.getLogger(MqttDevServicesProcessor.class);

    private static final String OUR_CLASSES = MqttClient.class.getPackageName() + ".";

    private static final String LABEL = "quarkus-dev-service-mqtt-x";

    @BuildStep
    DevServicesResultBuildItem broker(MqttXBuildTimeConfig extension, CombinedIndexBuildItem index,
            DockerStatusBuildItem containerRuntime, CurateOutcomeBuildItem application, LaunchModeBuildItem launchMode,
            DevServicesComposeProjectBuildItem compose, List<DevServicesSharedNetworkBuildItem> sharedNetwork,
            DevServicesConfig global, CuratedApplicationShutdownBuildItem shutdown) {
        DevServicesBuildTimeConfig config = extension.devservices();
        if (!config.enabled()) {
            LOG.debug("Dev Services for MQTT: not started, quarkus.mqtt-x.devservices.enabled is false");
            return null;
        }
        Config all = ConfigProvider.getConfig();
        BrokerAddress address = BrokerAddress.neededBy(ConfiguredChannels.find(index.getIndex(), all),
                asksForClients(index.getIndex()), all);
        if (!address.isNeeded()) {
            LOG.debug("Dev Services for MQTT: not started, each channel of " + MqttX.CONNECTOR + " has a broker");
            return null;
        }
        LaunchMode mode = launchMode.getLaunchMode();
        // The port is taken by the broker of the application in development when tests run beside it
        int port = launchMode.isAuxiliaryApplication() ? 0 : config.port().orElse(0);
        if (config.broker() == BrokerKind.EMBEDDED) {
            return started(embedded(port, application, "as configured"), config, address, mode, shutdown);
        }
        if (isThere(containerRuntime, config.broker() == BrokerKind.AUTO)) {
            boolean onSharedNetwork = DevServicesSharedNetworkBuildItem.isSharedNetworkRequired(global, sharedNetwork);
            return runningContainer(config, mode)
                    .or(() -> composeService(config, mode, compose, onSharedNetwork))
                    .map(found -> discovered(found.getId(), address.of(found.getHost(), found.getPort())))
                    .orElseGet(() -> started(container(config, port, mode, compose, onSharedNetwork, global), config, address,
                            mode,
                            shutdown));
        }
        if (config.broker() == BrokerKind.CONTAINER) {
            LOG.warn("Dev Services for MQTT: no container runtime found, so no broker is started. "
                    + "Set quarkus.mqtt-x.devservices.broker=auto for an embedded one, or " + MqttX.CONNECTOR_PREFIX + "host");
            return null;
        }
        return started(embedded(port, application, "no container runtime found"), config, address, mode, shutdown);
    }

    /**
     * @param optional Testcontainers reports a machine without a container runtime as an error, with a page of attempts; where
     *        the embedded broker takes over, that is no error
     */
    private static boolean isThere(DockerStatusBuildItem containerRuntime, boolean optional) {
        if (!optional) {
            return containerRuntime.isContainerRuntimeAvailable();
        }
        try (QuietLog quiet = QuietLog.silent("org.testcontainers")) {
            return containerRuntime.isContainerRuntimeAvailable();
        }
    }

    /** Whether a class of the application's has to do with one; where they are injected is known later. */
    private static boolean asksForClients(IndexView index) {
        return index.getKnownUsers(MqttClient.class).stream().map(user -> user.name().toString())
                .anyMatch(name -> !name.startsWith(OUR_CLASSES));
    }

    private static Supplier<DevBroker> embedded(int port, CurateOutcomeBuildItem application, String why) {
        return () -> new EmbeddedBroker(BrokerLibraries.of(application.getApplicationModel()), port, why);
    }

    private static Supplier<DevBroker> container(DevServicesBuildTimeConfig config, int port, LaunchMode mode,
            DevServicesComposeProjectBuildItem compose, boolean onSharedNetwork, DevServicesConfig global) {
        Map<String, String> labels = mode == LaunchMode.DEVELOPMENT && config.shared()
                ? Map.of(LABEL, config.serviceName(), Labels.QUARKUS_DEV_SERVICE, config.serviceName())
                : Map.of();
        return () -> {
            MosquittoContainer container = new MosquittoContainer(config.imageName(), port, labels,
                    config.containerEnv(), compose.getDefaultNetworkId(), onSharedNetwork);
            global.timeout().ifPresent(container::withStartupTimeout);
            return container;
        };
    }

    private static Optional<ContainerAddress> runningContainer(DevServicesBuildTimeConfig config, LaunchMode mode) {
        return ContainerLocator.locateContainerWithLabels(MosquittoContainer.MQTT_PORT, LABEL)
                .locateContainer(config.serviceName(), config.shared(), mode);
    }

    private static Optional<ContainerAddress> composeService(DevServicesBuildTimeConfig config, LaunchMode mode,
            DevServicesComposeProjectBuildItem compose, boolean onSharedNetwork) {
        return ComposeLocator.locateContainer(compose, List.of(config.imageName(), "mosquitto", "hivemq", "emqx"),
                MosquittoContainer.MQTT_PORT, mode, onSharedNetwork);
    }

    private static DevServicesResultBuildItem discovered(String containerId, Map<String, String> address) {
        return DevServicesResultBuildItem.discovered()
                .feature(MqttX.FEATURE)
                .containerId(containerId)
                .config(address)
                .build();
    }

    private static DevServicesResultBuildItem started(Supplier<DevBroker> broker, DevServicesBuildTimeConfig config,
            BrokerAddress address, LaunchMode mode, CuratedApplicationShutdownBuildItem shutdown) {
        if (mode == LaunchMode.RUN) {
            return startedNow(broker.get(), address, shutdown);
        }
        return DevServicesResultBuildItem.owned()
                .feature(MqttX.FEATURE)
                .serviceName(config.serviceName())
                .serviceConfig(config)
                .startable(broker)
                .postStartHook(MqttDevServicesProcessor::report)
                .configProvider(address.ofStarted())
                .build();
    }

    /** {@code quarkus:run} hands the properties of running services to the application, and starts none itself. */
    private static DevServicesResultBuildItem startedNow(DevBroker broker, BrokerAddress address,
            CuratedApplicationShutdownBuildItem shutdown) {
        broker.start();
        report(broker);
        shutdown.addCloseTask(() -> {
            try {
                broker.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, true);
        return discovered(broker.getContainerId(), address.of(broker.host(), broker.port()));
    }

    private static void report(DevBroker broker) {
        LOG.infof("Dev Services for MQTT: %s", broker.description());
    }
}
