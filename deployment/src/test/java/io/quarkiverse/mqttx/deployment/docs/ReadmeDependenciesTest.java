package io.quarkiverse.mqttx.deployment.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.deployment.ApplicationProcess;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.bootstrap.resolver.BootstrapAppModelResolver;
import io.quarkus.bootstrap.resolver.maven.MavenArtifactResolver;
import io.quarkus.bootstrap.resolver.maven.workspace.ModelUtils;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.maven.dependency.ResolvedDependencyBuilder;

/**
 * The application of the README needs no more than the README names: it is compiled, built and run with these dependencies
 * alone, in the versions of Quarkus. Those of this project come from the reactor, as they do for {@code QuarkusProdModeTest}.
 */
@Tag("slow")
class ReadmeDependenciesTest {

    @TempDir
    Path directory;

    @Test
    void theApplicationOfTheReadmeIsBuiltAndRunsWithWhatItNames() throws Exception {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        ApplicationModel model = model(classes);
        String classPath = model.getRuntimeDependencies().stream()
                .flatMap(dependency -> dependency.getResolvedPaths().stream()).map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Snippet thermostat = Snippet.of(Snippet.README, "java").get(0);
        assertThat(SnippetCompiler.compile(thermostat, classes, classPath)).isEmpty();
        Files.writeString(classes.resolve("application.properties"),
                Examples.properties(Snippet.README, "temperatures").replace("broker.example.org", "localhost"));
        Path jar = build(model, classes);

        try (TestBroker broker = new ArtemisBroker().start();
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("alarms", 2)) {
            outside.publish("sensors/kitchen/temperature", "{\"room\":\"kitchen\",\"celsius\":31.5}".getBytes(UTF_8), 1, true);
            try (ApplicationProcess application = ApplicationProcess.start(jar, directory,
                    Map.of("MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_PORT", Integer.toString(broker.port())))) {
                assertThat(outside.awaitReceived(1)).extracting(ReceivedMessage::text).containsExactly("kitchen is too hot");
            }
        }
    }

    private static ApplicationModel model(Path classes) throws Exception {
        MavenArtifactResolver reactor = MavenArtifactResolver.builder().setWorkspaceDiscovery(true)
                .setCurrentProject(Path.of("").toAbsolutePath().toString()).build();
        return new BootstrapAppModelResolver(reactor).resolveManagedModel(
                ResolvedDependencyBuilder.newInstance().setCoords(ArtifactCoords.jar("org.acme", "ten-lines", "1"))
                        .setResolvedPath(classes).build(),
                named(reactor), ArtifactCoords.pom("io.quarkus", "quarkus-bom", Version.getVersion()), Set.of());
    }

    /** The dependencies as they stand in the README; those without a version have that of Quarkus's BOM. */
    private static List<Dependency> named(MavenArtifactResolver reactor) throws Exception {
        Map<String, String> managed = reactor
                .resolveDescriptor(new DefaultArtifact("io.quarkus", "quarkus-bom", "pom", Version.getVersion()))
                .getManagedDependencies().stream().map(dependency -> dependency.getArtifact())
                .collect(Collectors.toMap(artifact -> artifact.getGroupId() + ":" + artifact.getArtifactId(),
                        Artifact::getVersion, (one, other) -> one));
        String project = "<project><dependencies>" + Snippet.of(Snippet.README, "xml").get(0).text()
                + "</dependencies></project>";
        return ModelUtils.readModel(new ByteArrayInputStream(project.getBytes(UTF_8))).getDependencies().stream()
                .map(named -> Dependency.of(named.getGroupId(), named.getArtifactId(), named.getVersion() != null
                        ? named.getVersion()
                        : managed.get(named.getGroupId() + ":" + named.getArtifactId())))
                .toList();
    }

    private Path build(ApplicationModel model, Path classes) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (CuratedApplication application = QuarkusBootstrap.builder().setApplicationRoot(classes).setProjectRoot(directory)
                .setTargetDirectory(directory).setMode(QuarkusBootstrap.Mode.PROD).setIsolateDeployment(true)
                .setExistingModel(model).build().bootstrap()) {
            return application.createAugmentor().createProductionApplication().getJar().getPath();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
