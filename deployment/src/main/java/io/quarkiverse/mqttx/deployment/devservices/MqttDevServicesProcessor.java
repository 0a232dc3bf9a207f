package io.quarkiverse.mqttx.deployment.devservices;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.deployment.ConfiguredChannel;
import io.quarkiverse.mqttx.deployment.ConfiguredChannels;
import io.quarkiverse.mqttx.deployment.MqttX;
import io.quarkiverse.mqttx.deployment.MqttXBuildTimeConfig;
import io.quarkiverse.mqttx.deployment.devservices.DevServicesBuildTimeConfig.BrokerKind;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
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

    private static final String LABEL = "quarkus-dev-service-mqtt-x";
    private static final List<String> SAY_WHERE = List.of("host", "port", "servers");

    @BuildStep
    DevServicesResultBuildItem broker(MqttXBuildTimeConfig extension, CombinedIndexBuildItem index,
            DockerStatusBuildItem containerRuntime, CurateOutcomeBuildItem application, LaunchModeBuildItem launchMode,
            DevServicesComposeProjectBuildItem compose, List<DevServicesSharedNetworkBuildItem> sharedNetwork,
            DevServicesConfig global) {
        DevServicesBuildTimeConfig config = extension.devservices();
        if (!config.enabled()) {
            LOG.debug("Dev Services for MQTT: not started, quarkus.mqtt-x.devservices.enabled is false");
            return null;
        }
        Published published = Published.of(
                ConfiguredChannels.find(index.getIndex(), ConfigProvider.getConfig()), ConfigProvider.getConfig());
        if (published.isEmpty()) {
            LOG.debug("Dev Services for MQTT: not started, each channel of " + MqttX.CONNECTOR + " has a broker");
            return null;
        }
        if (config.broker() == BrokerKind.EMBEDDED) {
            return embedded(config, application, published, "as configured");
        }
        if (ContainerRuntime.isThere(containerRuntime, config.broker() == BrokerKind.AUTO)) {
            boolean onSharedNetwork = DevServicesSharedNetworkBuildItem.isSharedNetworkRequired(global, sharedNetwork);
            return runningContainer(config, launchMode.getLaunchMode(), published)
                    .or(() -> composeService(config, launchMode.getLaunchMode(), compose, onSharedNetwork, published))
                    .orElseGet(() -> container(config, launchMode.getLaunchMode(), compose, onSharedNetwork, published));
        }
        if (config.broker() == BrokerKind.CONTAINER) {
            LOG.warn("Dev Services for MQTT: no container runtime found, so no broker is started. "
                    + "Set quarkus.mqtt-x.devservices.broker=auto for an embedded one, or " + MqttX.CONNECTOR_PREFIX + "host");
            return null;
        }
        return embedded(config, application, published, "no container runtime found");
    }

    private static DevServicesResultBuildItem embedded(DevServicesBuildTimeConfig config, CurateOutcomeBuildItem application,
            Published published, String why) {
        return DevServicesResultBuildItem.owned()
                .feature(MqttX.FEATURE)
                .description("Embedded MQTT broker")
                .serviceConfig(config)
                .startable(() -> new EmbeddedBroker(BrokerLibraries.of(application.getApplicationModel()),
                        config.port().orElse(0)))
                .postStartHook(broker -> LOG.infof("Dev Services for MQTT: embedded broker on port %d (%s)",
                        broker.port(), why))
                .configProvider(published.provider(broker -> EmbeddedBroker.HOST, EmbeddedBroker::port))
                .build();
    }

    private static Optional<DevServicesResultBuildItem> runningContainer(DevServicesBuildTimeConfig config, LaunchMode mode,
            Published published) {
        return ContainerLocator.locateContainerWithLabels(MosquittoContainer.MQTT_PORT, LABEL)
                .locateContainer(config.serviceName(), config.shared(), mode)
                .map(found -> discovered(found, published));
    }

    private static Optional<DevServicesResultBuildItem> composeService(DevServicesBuildTimeConfig config, LaunchMode mode,
            DevServicesComposeProjectBuildItem compose, boolean onSharedNetwork, Published published) {
        return ComposeLocator.locateContainer(compose, List.of(config.imageName(), "mosquitto", "hivemq", "emqx"),
                MosquittoContainer.MQTT_PORT, mode, onSharedNetwork)
                .map(found -> discovered(found, published));
    }

    private static DevServicesResultBuildItem discovered(ContainerAddress found, Published published) {
        return DevServicesResultBuildItem.discovered()
                .feature(MqttX.FEATURE)
                .containerId(found.getId())
                .config(published.values(found))
                .build();
    }

    private static DevServicesResultBuildItem container(DevServicesBuildTimeConfig config, LaunchMode mode,
            DevServicesComposeProjectBuildItem compose, boolean onSharedNetwork, Published published) {
        Map<String, String> labels = mode == LaunchMode.DEVELOPMENT && config.shared()
                ? Map.of(LABEL, config.serviceName(), Labels.QUARKUS_DEV_SERVICE, config.serviceName())
                : Map.of();
        return DevServicesResultBuildItem.owned()
                .feature(MqttX.FEATURE)
                .serviceName(config.serviceName())
                .serviceConfig(config)
                .startable(() -> new MosquittoContainer(config.imageName(), config.port().orElse(0), labels,
                        config.containerEnv(), compose.getDefaultNetworkId(), onSharedNetwork))
                .postStartHook(broker -> LOG.infof("Dev Services for MQTT: container %s on port %d", config.imageName(),
                        broker.brokerPort()))
                .configProvider(published.provider(MosquittoContainer::brokerHost, MosquittoContainer::brokerPort))
                .build();
    }

    /**
     * The properties that tell the application where the broker is: the connector's when no channel has a broker of its own,
     * or else those of the channels without one. A channel with a host but no port would take the connector's port.
     */
    record Published(Set<String> prefixes) {

        static Published of(Set<ConfiguredChannel> channels, Config config) {
            if (isSaid(config, MqttX.CONNECTOR_PREFIX)) {
                return new Published(Set.of());
            }
            Set<String> without = channels.stream().map(channel -> channel.property(""))
                    .filter(prefix -> !isSaid(config, prefix)).collect(toCollection(LinkedHashSet::new));
            return new Published(without.isEmpty() || without.size() < channels.size() ? without
                    : Set.of(MqttX.CONNECTOR_PREFIX));
        }

        private static boolean isSaid(Config config, String prefix) {
            return SAY_WHERE.stream().anyMatch(attribute -> config.getOptionalValue(prefix + attribute, String.class)
                    .filter(value -> !value.isBlank()).isPresent());
        }

        boolean isEmpty() {
            return prefixes.isEmpty();
        }

        Map<String, String> values(ContainerAddress address) {
            Map<String, String> values = new LinkedHashMap<>();
            for (String prefix : prefixes) {
                values.put(prefix + "host", address.getHost());
                values.put(prefix + "port", Integer.toString(address.getPort()));
            }
            return values;
        }

        <T> Map<String, Function<T, String>> provider(Function<T, String> host, Function<T, Integer> port) {
            Map<String, Function<T, String>> values = new LinkedHashMap<>();
            for (String prefix : prefixes) {
                values.put(prefix + "host", host);
                values.put(prefix + "port", broker -> port.apply(broker).toString());
            }
            return values;
        }
    }
}
