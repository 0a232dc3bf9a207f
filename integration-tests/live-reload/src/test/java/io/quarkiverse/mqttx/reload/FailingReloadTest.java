package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.QuarkusDevModeTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Changes that stop the application from starting, and the good one after each of them. */
class FailingReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = DevMode.application(EmbeddedBroker.PROPERTIES + """
            mp.messaging.incoming.readings.client-options-name=
            """);

    @TestHTTPResource("/meter")
    URL url;

    @Test
    void saysWhatIsWrongAndLeavesNoConnectionBehind() {
        try (EmbeddedBroker broker = EmbeddedBroker.of(url); ReferenceClient world = broker.connect()) {
            // Found when the application is built
            DevMode.changeChannel(APPLICATION, "topic", "readings/#/0");
            checkFailure("channel 'readings', attribute 'topic', value 'readings/#/0'");
            DevMode.changeChannel(APPLICATION, "topic", "readings/1");
            checkDelivery(world, "readings/1", "after an error of the build");

            // Found when the application starts
            DevMode.changeChannel(APPLICATION, "client-options-name", "nowhere");
            checkFailure("channel 'readings', attribute 'client-options-name', value 'nowhere'");
            DevMode.changeChannel(APPLICATION, "client-options-name", "");
            checkDelivery(world, "readings/1", "after an error of the start");

            // The channel has been wired by then
            DevMode.changeCode(APPLICATION, "STARTS = true", "STARTS = false");
            checkFailure("does not start");
            DevMode.changeCode(APPLICATION, "STARTS = false", "STARTS = true");
            checkDelivery(world, "readings/1", "after an error of the application");

            broker.checkThatNoConnectionWasLost(APPLICATION);
            broker.checkThatATakeOverIsNoticed(APPLICATION, "meter");
        }
    }

    private void checkFailure(String text) {
        HttpResponse<String> page = DevMode.request(URI.create(url.toString()));
        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.body().replace("&#39;", "'").replace("&#x27;", "'")).contains(text);
        assertThat(DevMode.log(APPLICATION)).anyMatch(line -> line.contains("Failed to start"));
    }

    private void checkDelivery(ReferenceClient world, String topic, String reading) {
        String instance = DevMode.request(URI.create(url.toString())).body();
        String line = instance + " " + reading;
        await().atMost(DevMode.PATIENCE).untilAsserted(() -> {
            world.publish(topic, reading, 1);
            assertThat(DevMode.processed(APPLICATION)).contains(line);
        });
    }
}
