package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The manifests that the build has written. What they configure is tried by {@link PodIT}. */
class ManifestsIT {

    private static final String CONNECTOR = "mp.messaging.connector.smallrye-mqtt-x.";

    private final Manifests manifests = Manifests.read();

    @ParameterizedTest
    @CsvSource({ "startupProbe, /q/health/started", "livenessProbe, /q/health/live", "readinessProbe, /q/health/ready" })
    void probesAskTheHealthEndpoints(String probe, String path) {
        assertThat(Manifests.at("/" + probe + "/httpGet/path", manifests.container())).isEqualTo(path);
        assertThat(Manifests.at("/" + probe + "/httpGet/port", manifests.container())).isEqualTo(8080);
    }

    @Test
    void theServiceLeadsToThePortOfTheContainer() {
        assertThat(Manifests.at("/ports/0/containerPort", manifests.container())).isEqualTo(8080);
        assertThat(Manifests.at("/spec/ports/0/targetPort", manifests.the("Service"))).isEqualTo(8080);
        assertThat(Manifests.at("/spec/selector", manifests.the("Service")))
                .isEqualTo(Manifests.at("/spec/selector/matchLabels", manifests.the("StatefulSet")))
                .isEqualTo(new JsonObject().put("app.kubernetes.io/name", "mqtt-sample"));
    }

    @Test
    void theConfigMapIsAConfigurationFileOfTheApplication() {
        assertThat(environment("SMALLRYE_CONFIG_LOCATIONS").getString("value")).isEqualTo(directoryOf("app-config-map"));
        assertThat(Manifests.at("/configMap/name", volume("app-config-map")))
                .isEqualTo(Manifests.at("/metadata/name", manifests.the("ConfigMap")));
    }

    @ParameterizedTest
    @CsvSource({ "MQTT_USERNAME, username", "MQTT_PASSWORD, password" })
    void theCredentialsComeFromASecret(String variable, String key) {
        assertThat(Manifests.at("/valueFrom/secretKeyRef", environment(variable)))
                .isEqualTo(new JsonObject().put("name", "mqtt-credentials").put("key", key));
        assertThat(manifests.configuration()).containsEntry(CONNECTOR + key, "${" + variable + "}");
    }

    @Test
    void noSecretIsInThem() {
        assertThat(manifests.all().stream().map(document -> ((JsonObject) document).getString("kind")))
                .containsExactlyInAnyOrder("ConfigMap", "Service", "StatefulSet");
        assertThat(manifests.configuration().stringPropertyNames())
                .filteredOn(name -> name.endsWith("password"))
                .allSatisfy(name -> assertThat(manifests.configuration().getProperty(name)).startsWith("${"));
    }

    @Test
    void theAuthorityComesFromASecretThatTheApplicationMayRead() {
        assertThat(manifests.configuration().getProperty("quarkus.tls.mqtt.trust-store.pem.certs"))
                .isEqualTo(directoryOf("mqtt-ca") + "/ca.crt");
        assertThat(Manifests.at("/secret/secretName", volume("mqtt-ca"))).isEqualTo("mqtt-ca");
        assertThat((int) Manifests.at("/secret/defaultMode", volume("mqtt-ca"))).isEqualTo(0444);
        assertThat(Manifests.at("/securityContext/runAsNonRoot", manifests.pod())).isEqualTo(true);
    }

    @Test
    void thereIsOnePodAndItsNameIsTheClientId() {
        assertThat(Manifests.at("/spec/replicas", manifests.the("StatefulSet"))).isEqualTo(1);
        assertThat(manifests.configuration()).containsEntry(CONNECTOR + "client-id", "${HOSTNAME}");
    }

    @Test
    void thereIsTimeToAcknowledgeBeforeThePodIsKilled() {
        int graceful = Stream.of("shutdown-timeout-seconds", "disconnect-timeout-seconds")
                .mapToInt(attribute -> Integer.parseInt(manifests.configuration().getProperty(CONNECTOR + attribute))).sum();

        assertThat(manifests.pod().getInteger("terminationGracePeriodSeconds")).isGreaterThan(graceful);
    }

    @Test
    void memoryIsRequestedAndLimited() {
        JsonObject resources = manifests.container().getJsonObject("resources");

        assertThat(Manifests.at("/requests/cpu", resources)).isEqualTo("100m");
        assertThat(Manifests.at("/requests/memory", resources)).isEqualTo("384Mi")
                .isEqualTo(Manifests.at("/limits/memory", resources));
    }

    private JsonObject environment(String variable) {
        return named(variable, manifests.container().getJsonArray("env"));
    }

    private JsonObject volume(String name) {
        return named(name, manifests.pod().getJsonArray("volumes"));
    }

    private String directoryOf(String volume) {
        return named(volume, manifests.container().getJsonArray("volumeMounts")).getString("mountPath");
    }

    private static JsonObject named(String name, JsonArray objects) {
        List<JsonObject> found = IntStream.range(0, objects.size()).mapToObj(objects::getJsonObject)
                .filter(object -> name.equals(object.getString("name"))).toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }
}
