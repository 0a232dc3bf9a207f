package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.QuarkusDevModeTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Messages that come while the application is reloaded, and messages that it has not done with. A persistent session. */
class ReloadUnderWayTest {

    private static final int RELOADS = 3;

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = DevMode.application(EmbeddedBroker.PROPERTIES + """
            mp.messaging.connector.smallrye-mqtt-x.auto-clean-session=false
            """);

    @TestHTTPResource("/meter")
    URL url;

    @Test
    void losesNoMessageOfAPersistentSession() {
        try (EmbeddedBroker broker = EmbeddedBroker.of(url); ReferenceClient world = broker.connect()) {
            int sent = 0;
            for (int reload = 1; reload <= RELOADS; reload++) {
                Set<String> before = instances();
                DevMode.changeCode(APPLICATION, "VERSION = \"v", "VERSION = \"v" + reload);
                // Quarkus looks for changes when a message comes, once in two seconds
                while (instances().equals(before)) {
                    world.publish("readings/0", Integer.toString(sent), 1 + sent % 2);
                    sent++;
                }
            }
            List<String> all = IntStream.range(0, sent).mapToObj(Integer::toString).toList();
            await().atMost(DevMode.PATIENCE).untilAsserted(() -> assertThat(readings()).containsAll(all));
            assertThat(readings()).containsExactlyInAnyOrderElementsOf(all);
            broker.checkThatNoConnectionWasLost(APPLICATION);
        }
    }

    @Test
    void doesNotWaitForAMethodThatIsStuck() {
        try (EmbeddedBroker broker = EmbeddedBroker.of(url); ReferenceClient world = broker.connect()) {
            world.publish("readings/0", "stuck", 1);
            await().atMost(DevMode.PATIENCE).until(() -> readings().contains("stuck"));

            DevMode.changeCode(APPLICATION, "GETS_STUCK = true", "GETS_STUCK = false");
            DevMode.request(URI.create(url.toString()));

            await().atMost(DevMode.PATIENCE).untilAsserted(() -> assertThat(readings()).containsExactly("stuck", "stuck"));
            assertThat(instances()).hasSize(2);
            assertThat(DevMode.log(APPLICATION)).noneMatch(line -> line.contains("shutdown-timeout-seconds"));
            broker.checkThatNoConnectionWasLost(APPLICATION);
        }
    }

    private static Set<String> instances() {
        return DevMode.processed(APPLICATION).stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
    }

    private static List<String> readings() {
        return DevMode.processed(APPLICATION).stream().map(line -> line.split(" ")[1]).toList();
    }
}
