package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.QuarkusDevModeTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Twenty live reloads in a row, whatever the broker. */
abstract class LiveReloadTests {

    private static final int RELOADS = 20;
    private static final int MESSAGES = 5;
    private static final int WARM_UP = 4;

    @TestHTTPResource("/meter")
    URL url;

    abstract QuarkusDevModeTest application();

    abstract ReferenceClient connect();

    /** @param reloads after which the broker has seen one connection more than these, each but the last one closed properly */
    abstract void checkConnections(int reloads);

    @Test
    void leavesOneConnectionAndOneDeliveryAMessage() {
        List<String> expected = new ArrayList<>();
        String before = instance();
        Map<String, Integer> atFirst = null;
        try (ReferenceClient world = connect()) {
            for (int reload = 1; reload <= RELOADS; reload++) {
                change(reload);
                String instance = instance();
                assertThat(instance).isNotEqualTo(before);
                before = instance;
                DevMode.awaitSubscriptions(application(), reload + 1);
                for (int i = 0; i < MESSAGES; i++) {
                    // A subscription left over from before would bring these as well
                    IntStream.range(0, topic(reload)).forEach(old -> world.publish("readings/" + old, "stale", 0));
                    String reading = reload + "." + i;
                    world.publish("readings/" + topic(reload), reading, i % 3);
                    expected.add(instance + " " + reading);
                }
                await().atMost(DevMode.PATIENCE).untilAsserted(() -> assertThat(DevMode.processed(application()))
                        .containsExactlyElementsOf(expected));
                if (reload == WARM_UP) {
                    atFirst = Footprint.ofThisProcess();
                    System.out.println("### " + atFirst);
                }
            }
            System.out.println("### " + Footprint.ofThisProcess());
            checkConnections(RELOADS);
            assertThat(DevMode.processed(application())).containsExactlyElementsOf(expected);
        }
    }

    private String instance() {
        return DevMode.request(url, "").body();
    }

    /** Code, topic, QoS, keep-alive in turn. */
    private void change(int reload) {
        switch (reload % 4) {
            case 1 -> application().modifySourceFile(Meter.class,
                    text -> text.replaceFirst("VERSION = \"v\\d+\"", "VERSION = \"v" + reload + "\""));
            case 2 -> DevMode.change(application(), "mp.messaging.incoming.readings.topic", "readings/" + topic(reload));
            case 3 -> DevMode.change(application(), "mp.messaging.incoming.readings.qos", Integer.toString(1 + reload / 4 % 2));
            default -> DevMode.change(application(), "mp.messaging.incoming.readings.keep-alive-seconds",
                    Integer.toString(60 + reload));
        }
    }

    private static int topic(int reload) {
        return (reload + 2) / 4;
    }
}
