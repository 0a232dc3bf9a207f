package io.quarkiverse.mqttx.deployment.devservices;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.ArtifactKey;
import io.quarkus.maven.dependency.ResolvedDependency;

/**
 * Finds the embedded broker's jars: the dependencies of this module that Maven has resolved already, so that starting the
 * broker needs no network.
 */
final class BrokerLibraries {

    private static final String GROUP = "org.apache.artemis";
    private static final List<ArtifactKey> ROOTS = List.of(
            jar("artemis-server"),
            jar("artemis-mqtt-protocol"));

    private BrokerLibraries() {
    }

    /** The broker and all that it depends on, in the versions that the application's build has chosen. */
    static List<URL> of(ApplicationModel model) {
        Map<ArtifactKey, ResolvedDependency> resolved = new HashMap<>();
        for (ResolvedDependency dependency : model.getDependencies()) {
            resolved.put(dependency.getKey(), dependency);
        }
        List<URL> urls = new ArrayList<>();
        Set<ArtifactKey> seen = new HashSet<>(ROOTS);
        Deque<ArtifactKey> open = new ArrayDeque<>(ROOTS);
        while (!open.isEmpty()) {
            ArtifactKey key = open.remove();
            ResolvedDependency dependency = resolved.get(key);
            if (dependency == null) {
                // Excluded, or optional: the broker does without
                continue;
            }
            for (Path path : dependency.getResolvedPaths()) {
                urls.add(url(path));
            }
            for (ArtifactCoords next : dependency.getDependencies()) {
                if (seen.add(next.getKey())) {
                    open.add(next.getKey());
                }
            }
        }
        return urls;
    }

    private static ArtifactKey jar(String artifact) {
        return ArtifactKey.of(GROUP, artifact, ArtifactCoords.DEFAULT_CLASSIFIER, ArtifactCoords.TYPE_JAR);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("No URL for " + path, e);
        }
    }
}
