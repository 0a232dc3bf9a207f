package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What goes into production: the connector and the extension's runtime part, and nothing that serves development only. */
class PackagedLibrariesIT {

    @Test
    void holdNothingOfDevServices() throws IOException {
        List<String> jars = jars();

        assertThat(jars).as("jars of %s", PackagedArtifact.TARGET)
                .anyMatch(jar -> jar.contains("smallrye-mqtt-x-"))
                .anyMatch(jar -> jar.contains("quarkus-messaging-mqtt-x-"));
        assertThat(jars).noneMatch(jar -> jar.contains("artemis") || jar.contains("activemq") || jar.contains("testcontainers")
                || jar.contains("docker-java") || jar.contains("-deployment-") || jar.contains("-dev-"));
    }

    @Test
    void holdNothingThatOnlySomeApplicationsNeed() throws IOException {
        assertThat(jars()).noneMatch(jar -> jar.contains("scram") || jar.contains("h2-mvstore"));
    }

    /** Of the jar, or those that the executable was made of. */
    private static List<String> jars() throws IOException {
        try (Stream<Path> files = Files.walk(PackagedArtifact.TARGET, 4)) {
            return files.map(PackagedArtifact.TARGET::relativize).map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .filter(file -> file.startsWith("quarkus-app") || file.contains("native-image-source-jar"))
                    .toList();
        }
    }
}
