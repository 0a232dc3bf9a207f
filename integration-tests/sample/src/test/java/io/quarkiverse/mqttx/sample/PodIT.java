package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.vertx.core.json.JsonObject;

/**
 * The packaged application, configured by the config map of the manifests and by a secret, on a mosquitto with TLS and users.
 * Host, port and directory are those of this machine, all else is as in the cluster.
 */
@ExtendWith(Mosquitto.Installed.class)
class PodIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NAME = "mqtt-sample-0";
    private static final String PASSWORD = "sesame, open";

    private final Manifests manifests = Manifests.read();
    private final Certificates.Identity identity = Certificates.localhost();
    private final MosquittoBroker broker = new MosquittoBroker();

    @TempDir
    Path directory;

    @BeforeEach
    void mountsWhatThePodMounts() throws IOException {
        Path authority = Files.createDirectory(directory.resolve("mqtt-ca"));
        Files.copy(identity.clientTrustPem(), authority.resolve("ca.crt"));
        Path configuration = Files.createDirectory(directory.resolve("app-config-map"));
        Files.writeString(configuration.resolve("application.properties"), manifests.configurationFile()
                .replace("/etc/mqtt-ca", authority.toString()));
        broker.tls(identity).user("house", PASSWORD).start();
    }

    @AfterEach
    void stopsTheBroker() {
        broker.close();
    }

    @Test
    void connectsWithTheNameOfThePodItsSecretAndTls() {
        try (PackagedApplication pod = pod(PASSWORD)) {
            awaitReady(pod);

            JsonObject connection = pod.house().connection();
            assertThat(connection.getString("clientId")).isEqualTo(NAME);
            assertThat(connection.getBoolean("tls")).isTrue();
            assertThat(pod.output()).doesNotContain(PASSWORD).doesNotContainPattern("WARN +\\[io\\.quarkiverse")
                    .doesNotContain("Unrecognized configuration key");
        }
    }

    @Test
    void isAliveButNotReadyWhileTheSecretIsWrong() {
        try (PackagedApplication pod = pod("guessed")) {
            await("the refusal").atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> ready = pod.house().get("/q/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("0x87 Not authorized");
            });

            assertThat(pod.house().get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(pod.house().get("/q/health/started").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void disconnectsWithinTheGracePeriodWhenItIsTerminated() throws Exception {
        try (PackagedApplication pod = pod(PASSWORD)) {
            awaitReady(pod);

            assertThat(pod.terminate(gracePeriod())).as("ended by SIGTERM, not by SIGKILL").isEqualTo(128 + 15);
            assertThat(broker.log()).contains("Received DISCONNECT from " + NAME);
        }
    }

    @Test
    void losesNoReadingWhileThePodIsReplaced() throws Exception {
        List<String> times = IntStream.range(0, 300).mapToObj(i -> Instant.EPOCH.plusSeconds(i).toString()).toList();
        try (ReferenceClient outsider = outsider().subscribe("averages/cellar", 1)) {
            try (PackagedApplication old = pod(PASSWORD)) {
                awaitReady(old);
                report(outsider, times.subList(0, 100));
                CompletableFuture<Void> meanwhile = CompletableFuture
                        .runAsync(() -> report(outsider, times.subList(100, 200)));
                assertThat(old.terminate(gracePeriod())).isEqualTo(128 + 15);
                meanwhile.join();
            }
            report(outsider, times.subList(200, 300));
            try (PackagedApplication next = pod(PASSWORD)) {
                awaitReady(next);

                await("an average for each reading").atMost(PATIENCE).untilAsserted(
                        () -> assertThat(outsider.receivedTexts().stream().map(text -> new JsonObject(text).getString("at")))
                                .containsAll(times));
            }
        }
    }

    private PackagedApplication pod(String password) {
        return new PackagedApplication().environment("HOSTNAME", NAME)
                .environment("SMALLRYE_CONFIG_LOCATIONS", directory.resolve("app-config-map").toString())
                // Environment variables win over the file
                .environment("MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_HOST", broker.host())
                .environment("MQTT_PORT", Integer.toString(broker.tlsPort()))
                .environment("MQTT_USERNAME", "house")
                .environment("MQTT_PASSWORD", password)
                .start();
    }

    private Duration gracePeriod() {
        return Duration.ofSeconds(manifests.pod().getInteger("terminationGracePeriodSeconds"));
    }

    private ReferenceClient outsider() {
        return ReferenceClient.of(broker).user("house", PASSWORD).connect();
    }

    private static void awaitReady(PackagedApplication pod) {
        await("readiness").atMost(PATIENCE).untilAsserted(
                () -> assertThat(pod.house().get("/q/health/ready")).extracting(HttpResponse::statusCode).as(pod.output())
                        .isEqualTo(200));
    }

    private static void report(ReferenceClient outsider, List<String> times) {
        times.forEach(at -> outsider.publish("sensors/cellar/temperature",
                new JsonObject().put("sensor", "cellar").put("celsius", 12).put("at", at).encode(), 1));
    }
}
