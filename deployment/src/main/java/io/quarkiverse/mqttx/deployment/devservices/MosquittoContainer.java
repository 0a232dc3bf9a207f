package io.quarkiverse.mqttx.deployment.devservices;

import java.util.Map;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

import io.quarkus.devservices.common.ConfigureUtil;

/** The broker that Dev Services runs where there is a container runtime. */
final class MosquittoContainer extends GenericContainer<MosquittoContainer> implements DevBroker {

    static final int MQTT_PORT = 1883;

    /** Without it mosquitto 2 listens inside its container only. */
    private static final String CONFIGURATION = "listener " + MQTT_PORT + "\nallow_anonymous true\n";

    private final int wantedPort;
    private final boolean sharedNetwork;
    private final String hostName;

    /**
     * @param wantedPort 0 for a free one
     * @param labels which let other applications find the container; empty when it is not shared
     * @param networkId the network of a compose project, or {@code null}
     */
    MosquittoContainer(String image, int wantedPort, Map<String, String> labels, Map<String, String> environment,
            String networkId, boolean sharedNetwork) {
        super(DockerImageName.parse(image));
        this.wantedPort = wantedPort;
        this.sharedNetwork = sharedNetwork;
        withExposedPorts(MQTT_PORT);
        withLabels(labels);
        withEnv(environment);
        withCopyToContainer(Transferable.of(CONFIGURATION), "/mosquitto/config/mosquitto.conf");
        waitingFor(Wait.forListeningPort());
        this.hostName = ConfigureUtil.configureNetwork(this, networkId, sharedNetwork, "mqtt");
    }

    @Override
    protected void configure() {
        if (wantedPort > 0) {
            addFixedExposedPort(wantedPort, MQTT_PORT);
        }
    }

    @Override
    public String host() {
        return sharedNetwork ? hostName : getHost();
    }

    @Override
    public int port() {
        return sharedNetwork ? MQTT_PORT : getMappedPort(MQTT_PORT);
    }

    @Override
    public String description() {
        return "container " + getDockerImageName() + " on port " + port();
    }

    @Override
    public void close() {
        super.close();
    }
}
