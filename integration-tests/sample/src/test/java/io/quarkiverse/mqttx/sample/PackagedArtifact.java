package io.quarkiverse.mqttx.sample;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import io.quarkiverse.mqttx.testing.JavaCommand;

/** What the build has packaged: the jar, or the native executable. */
final class PackagedArtifact {

    /** Where it is. */
    static final Path TARGET = Path.of("target").toAbsolutePath();

    private PackagedArtifact() {
    }

    /** How to start it; the options are such as both a virtual machine and an executable know. */
    static List<String> command(List<String> options) {
        Properties artifact = new Properties();
        try (Reader reader = Files.newBufferedReader(TARGET.resolve("quarkus-artifact.properties"))) {
            artifact.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String path = TARGET.resolve(artifact.getProperty("path")).toString();
        boolean executable = artifact.getProperty("type").equals("native");
        List<String> command = executable ? new ArrayList<>(List.of(path)) : JavaCommand.ofShortRun();
        command.addAll(options);
        if (!executable) {
            command.addAll(List.of("-jar", path));
        }
        return command;
    }
}
