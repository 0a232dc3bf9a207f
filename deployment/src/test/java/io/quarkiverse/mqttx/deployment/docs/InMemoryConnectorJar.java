package io.quarkiverse.mqttx.deployment.docs;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

import org.eclipse.aether.artifact.DefaultArtifact;

import io.quarkus.bootstrap.resolver.maven.BootstrapMavenException;
import io.quarkus.bootstrap.resolver.maven.MavenArtifactResolver;
import io.quarkus.builder.Version;

/**
 * The connector that the page on testing uses. Not on the class path of all tests, because a second connector would make the
 * attribute {@code connector} necessary in each of them.
 */
final class InMemoryConnectorJar {

    static final String GROUP = "io.smallrye.reactive";
    static final String ARTIFACT = "smallrye-reactive-messaging-in-memory";

    private InMemoryConnectorJar() {
    }

    /** That of Reactive Messaging. */
    static String version() {
        String resource = "/META-INF/maven/" + GROUP + "/smallrye-reactive-messaging-provider/pom.properties";
        try (InputStream in = InMemoryConnectorJar.class.getResourceAsStream(resource)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the test on the page is compiled with, besides. */
    static String classPath() {
        return path(GROUP, ARTIFACT, version()) + File.pathSeparator
                + path("io.quarkus", "quarkus-junit", Version.getVersion());
    }

    private static Path path(String group, String artifact, String version) {
        try {
            return MavenArtifactResolver.builder().setWorkspaceDiscovery(false).build()
                    .resolve(new DefaultArtifact(group, artifact, "jar", version)).getArtifact().getFile().toPath();
        } catch (BootstrapMavenException e) {
            throw new IllegalStateException(e);
        }
    }
}
