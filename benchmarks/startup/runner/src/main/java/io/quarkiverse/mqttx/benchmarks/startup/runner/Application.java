package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One variant of the application.
 *
 * @param name what it has for a connector
 * @param properties what it is started with besides
 * @param works whether a message that goes in comes out again
 * @param directory where the build has put it
 * @param form jar or executable
 * @param channels how many it has; half of them are incoming
 */
record Application(String name, Map<String, String> properties, boolean works, Path directory, Form form, int channels) {

    enum Form {
        JVM,
        NATIVE
    }

    /** Those to compare, this extension's first. */
    static List<Application> variants(Path benchmark, Form form, int channels) {
        Path own = target(benchmark, "mqttx", channels);
        return List.of(new Application("quarkus-messaging-mqtt-x", Map.of(), true, own, form, channels),
                // The default; but the build did not know that it would be set, so that its plan does not count
                new Application("without its plan", Map.of("mp.messaging.connector.smallrye-mqtt-x.keep-alive-seconds", "60"),
                        true, own, form, channels),
                new Application("quarkus-messaging-mqtt", Map.of(), true, target(benchmark, "official", channels), form,
                        channels),
                new Application("a connector that does nothing", Map.of(), false, target(benchmark, "floor", channels), form,
                        channels));
    }

    private static Path target(Path benchmark, String module, int channels) {
        return benchmark.resolve(module).resolve("target").resolve(channels + "-channels");
    }

    /**
     * How to start it.
     *
     * @param options of the virtual machine; a native executable takes those of its own kind
     */
    List<String> command(List<String> options, int brokerPort, int httpPort) throws IOException {
        List<String> command = new ArrayList<>();
        if (form == Form.JVM) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        } else {
            command.add(executable().toString());
        }
        command.addAll(options);
        command.add("-Dbroker.port=" + brokerPort);
        command.add("-Dquarkus.http.port=" + httpPort);
        properties.forEach((property, value) -> command.add("-D" + property + "=" + value));
        if (form == Form.JVM) {
            command.add("-jar");
            command.add(present(directory.resolve("quarkus-run.jar")).toString());
        }
        return command;
    }

    Path executable() throws IOException {
        try (Stream<Path> files = Files.list(present(directory))) {
            return files.filter(file -> file.toString().endsWith("-runner")).findFirst()
                    .orElseThrow(() -> new IOException("no native executable in " + directory + "; build with --native"));
        }
    }

    private static Path present(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " is missing; the README says how to build it");
        }
        return file;
    }
}
