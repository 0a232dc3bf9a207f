package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.QuarkusDevModeTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Twenty live reloads in a row, whatever the broker. */
abstract class LiveReloadTests {

    private static final int RELOADS = 20;
    /** Until then pools have the threads they need, and caches their entries. */
    private static final int WARM_UP = 5;
    private static final int MESSAGES = 6;

    @TestHTTPResource("/meter")
    URL url;

    abstract QuarkusDevModeTest application();

    abstract ReferenceClient connect();

    /** @param reloads after which the broker has seen one connection more than these, each but the last one closed properly */
    abstract void checkConnections(int reloads);

    @Test
    void leaveOneConnectionAndOneDeliveryAMessage() {
        List<String> expected = new ArrayList<>();
        String before = instance();
        Footprint afterWarmUp = null;
        try (ReferenceClient world = connect()) {
            for (int reload = 1; reload <= RELOADS; reload++) {
                change(reload);
                String instance = instance();
                assertThat(instance).isNotEqualTo(before);
                before = instance;
                DevMode.awaitSubscriptions(application(), reload + 1);

                for (int i = 0; i < MESSAGES; i++) {
                    for (int former = 0; former < topic(reload); former++) {
                        world.publish("readings/" + former, "to a subscription of the past", 0);
                    }
                    String reading = reload + "." + i;
                    world.publish("readings/" + topic(reload), reading, i % 3);
                    expected.add(instance + " " + reading);
                }
                await().atMost(DevMode.PATIENCE).untilAsserted(() -> assertThat(DevMode.processed(application()))
                        .containsExactlyElementsOf(expected));
                if (reload == WARM_UP) {
                    afterWarmUp = Footprint.ofThisProcess();
                }
            }
            checkConnections(RELOADS);
            assertThat(DevMode.processed(application())).containsExactlyElementsOf(expected);
            assertThat(Footprint.ofThisProcess().grownSince(afterWarmUp, RELOADS - WARM_UP)).isEmpty();
        }
    }

    private String instance() {
        return DevMode.request(URI.create(url.toString())).body();
    }

    /** Code, topic, QoS, keep-alive in turn. */
    private void change(int reload) {
        switch (reload % 4) {
            case 1 -> DevMode.changeCode(application(), "VERSION = \"v", "VERSION = \"v" + reload);
            case 2 -> DevMode.changeChannel(application(), "topic", "readings/" + topic(reload));
            case 3 -> DevMode.changeChannel(application(), "qos", Integer.toString(1 + reload / 4 % 2));
            default -> DevMode.changeChannel(application(), "keep-alive-seconds", Integer.toString(60 - reload));
        }
    }

    private static int topic(int reload) {
        return (reload + 2) / 4;
    }
}
