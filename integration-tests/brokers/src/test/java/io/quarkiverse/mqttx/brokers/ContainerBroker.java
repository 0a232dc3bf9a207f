package io.quarkiverse.mqttx.brokers;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

import com.github.dockerjava.api.exception.NotFoundException;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.BrokerOptions;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.Programs;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * A broker in a container, with TLS. Skips the test where there is no container runtime, or where it does not have the image:
 * a test run should not fetch hundreds of megabytes unasked.
 */
final class ContainerBroker extends BrokerOptions {

    /** The ports within the container. */
    static final int PLAIN = 1883;
    static final int ENCRYPTED = 8883;

    private final String name;
    private final String image;
    private final Set<ProtocolVersion> versions;
    private final BiConsumer<Container, Certificates.Identity> configuration;
    private Container container;

    /** A container whose ports are known before it starts. */
    static final class Container extends GenericContainer<Container> {

        private Container(String image) {
            super(DockerImageName.parse(image));
            withImagePullPolicy(PullPolicy.defaultPolicy());
        }

        private void publish(int hostPort, int containerPort) {
            addFixedExposedPort(hostPort, containerPort);
            addExposedPort(containerPort);
        }

        /** A file with this text, readable by the container's user. */
        Container withText(String path, String text) {
            return withCopyToContainer(Transferable.of(text, 0644), path);
        }

        /** The server's key and certificate in this directory as {@code server.key} and {@code server.crt}. */
        Container withServerPem(Certificates.Identity identity, String directory) {
            return withCopyFileToContainer(MountableFile.forHostPath(identity.serverPem(), 0644), directory + "/server.crt")
                    .withCopyFileToContainer(MountableFile.forHostPath(identity.serverKeyPem(), 0644),
                            directory + "/server.key");
        }
    }

    /** @param configuration makes the broker listen at {@link #PLAIN} and, with the server's identity, at {@link #ENCRYPTED} */
    ContainerBroker(String name, String image, Set<ProtocolVersion> versions,
            BiConsumer<Container, Certificates.Identity> configuration) {
        this.name = name;
        this.image = image;
        this.versions = EnumSet.copyOf(versions);
        this.configuration = configuration;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return versions.contains(version);
    }

    /** The image's tag; skips the test when it cannot run. */
    String version() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Programs.skip("there is no container runtime for " + image);
        }
        try {
            DockerClientFactory.instance().client().inspectImageCmd(image).exec();
        } catch (NotFoundException e) {
            return Programs.skip("the container runtime does not have the image; run 'docker pull " + image
                    + "' to run this test");
        }
        return DockerImageName.parse(image).getVersionPart();
    }

    @Override
    public TestBroker start() {
        if (container == null) {
            Container starting = new Container(image);
            starting.publish(port(), PLAIN);
            starting.publish(tlsPort(), ENCRYPTED);
            configuration.accept(starting, identity);
            starting.start();
            container = starting;
        }
        return this;
    }

    @Override
    public void stop() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }
}
