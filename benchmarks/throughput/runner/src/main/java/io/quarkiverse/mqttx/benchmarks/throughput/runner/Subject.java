package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is compared.
 *
 * @param name for tables
 * @param application the folder of an application with Reactive Messaging; {@code null} for a client without
 * @param client the name of a client; {@code null} for an application
 * @param properties of the application
 */
record Subject(String name, String application, String client, List<String> properties) {

    static final Subject FLOOR = new Subject("floor (F0)", "floor", null, List.of());

    /** Buffers that the peer's messages do not overflow, and a window as large as the others'. */
    private static final List<String> RAISED = Stream.concat(
            Stream.of("loop", "worker", "virtual", "json")
                    .map(channel -> "-Dmp.messaging.incoming." + channel + ".buffer-size=100000"),
            Stream.of("-Dmp.messaging.connector.smallrye-mqtt.max-inflight-queue=1000")).toList();

    static final List<Subject> ALL = List.of(FLOOR,
            new Subject("floor with contexts (F1)", "floor", null, List.of("-Dfloor.contexts=true")),
            new Subject("this extension", "mqttx", null,
                    List.of("-Dmp.messaging.connector.smallrye-mqtt-x.receive-maximum=65535",
                            "-Dmp.messaging.connector.smallrye-mqtt-x.max-message-size=20000000")),
            new Subject("official", "official", null, List.of()),
            new Subject("official, buffers raised", "official", null, RAISED),
            new Subject("this engine alone", null, "engine", List.of()),
            new Subject("HiveMQ's client", null, "hivemq", List.of()),
            new Subject("Vert.x MQTT's client", null, "vertx", List.of()),
            new Subject("Paho's client", null, "paho", List.of()));

    boolean suits(Row row) {
        return client == null || row.suitsClients();
    }

    /** @param benchmark its folder */
    List<String> command(Path benchmark, String java, List<String> jvmOptions, Row row, int port) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(jvmOptions);
        if (client == null) {
            command.addAll(properties);
            command.addAll(List.of("-Dbroker.port=" + port, "-Dbenchmark.qos=" + Math.max(1, row.qos()), "-jar",
                    benchmark.resolve(application + "/target/quarkus-app/quarkus-run.jar").toString()));
        } else {
            Path target = benchmark.resolve("clients/target");
            command.addAll(List.of("-cp", target.resolve("classes") + ":" + target.resolve("dependency") + "/*",
                    "io.quarkiverse.mqttx.benchmarks.throughput.clients.Main", client, String.valueOf(port),
                    String.valueOf(row.window())));
        }
        return command;
    }
}
