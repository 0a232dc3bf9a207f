package io.quarkiverse.mqttx.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.deployment.ApplicationProcess;
import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;

/** A packaged application takes its channels from the plan, with all open that docs/build-time.md leaves open. */
@Tag("slow")
class PlannedStartTest {

    private static final String AS_BUILT = "The MQTT configuration is as the build has read it";
    private static final String OTHERWISE = "The MQTT configuration is not as the build has read it, and is read again";

    private static final String CONFIGURATION = "io.quarkiverse.mqttx.connector.config.";

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(jar -> jar.addClass(Plant.class)
                    .addAsResource(new StringAsset(Examples.properties("docs/build-time.md", "MQTT_CLIENT_ID") + """
                            mp.messaging.incoming.readings.topic=plant/{line}/reading
                            mp.messaging.incoming.readings.qos=1
                            mp.messaging.outgoing.alarms.topic=plant/{line}/alarm
                            mp.messaging.connector.smallrye-mqtt-x.will-topic=plant/gone
                            mp.messaging.connector.smallrye-mqtt-x.will-delay-seconds=5
                            mp.messaging.connector.smallrye-mqtt-x.will-properties=content-type=text/plain, user.line=7
                            mp.messaging.connector.smallrye-mqtt-x.session-expiry-seconds=60
                            mp.messaging.connector.smallrye-mqtt-x.reason-codes=0x97:stop
                            quarkus.log.category."io.quarkiverse.mqttx.plan".level=DEBUG
                            """), "application.properties"));

    @ProdBuildResults
    ProdModeTestResults built;

    @TempDir
    Path directory;

    @Test
    void whatIsOpenAndNamedByTheEnvironmentIsRead() throws Exception {
        assertThat(start(Map.of("MQTT_PORT", "2", "MQTT_CLIENT_ID", "plant-1"), "MQTT connection 'plant-1'")).contains(AS_BUILT)
                .doesNotContain(OTHERWISE);
        assertThat(start(Map.of("MQTT_PORT", "70000"), "attribute 'port', value '70000'")).contains(OTHERWISE)
                .doesNotContain(AS_BUILT);
    }

    @Test
    void noClassIsLoadedThatReadsOrJudgesAttributes() throws Exception {
        Path classes = directory.resolve("classes.log");

        start(Map.of("MQTT_PORT", "2", "MQTT_CLIENT_ID", "plant-1",
                "JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes), "MQTT connection 'plant-1'");

        assertThat(Files.readAllLines(classes)).map(PlannedStartTest::configurationClass)
                .contains("PlannedReading", "OpenValues")
                .doesNotContain("ConfigurationReader", "ConnectionReader", "AttributeReader", "attribute.Attributes",
                        "attribute.ConnectionAttributes");
    }

    /** The name of a class that reads the configuration, as the virtual machine prints it on loading; empty for any other. */
    private static String configurationClass(String line) {
        int start = line.indexOf(CONFIGURATION);
        return start < 0 ? "" : line.substring(start + CONFIGURATION.length()).split(" ")[0];
    }

    @Test
    void whatIsSetOtherwiseCounts() throws Exception {
        assertThat(start(Map.of("MP_MESSAGING_INCOMING_READINGS_QOS", "7"), "attribute 'qos', value '7'")).contains(OTHERWISE)
                .doesNotContain(AS_BUILT);
    }

    /** What the application has printed when it has printed this text. */
    private String start(Map<String, String> environment, String text) throws IOException, InterruptedException {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("MQTT_USERNAME", "me");
        complete.put("MQTT_PASSWORD", "hunter2");
        try (ApplicationProcess application = ApplicationProcess.start(built, directory, complete)) {
            await().atMost(Duration.ofSeconds(60)).until(application::output, printed -> printed.contains(text));
            return application.output();
        }
    }

    @ApplicationScoped
    static class Plant {

        @Incoming("readings")
        @Outgoing("alarms")
        String check(String reading) {
            return reading;
        }
    }
}
