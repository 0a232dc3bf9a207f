package io.quarkiverse.mqttx.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** The first application of the guide does what it says, as it stands, on the broker of Dev Services. */
@Tag("slow")
class GuideSnippetsAtWorkTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Examples.configure(new QuarkusUnitTest(), Snippet.GUIDE)
            .withApplicationRoot(GuideSnippetsAtWorkTest::addClasses)
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.outgoing.moved.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.switched.topic", "house/light/set")
            .overrideConfigKey("mp.messaging.incoming.switched.qos", "1");

    @Inject
    Outside outside;

    @Test
    void switchesTheLightOnWhereItIsDark() {
        outside.move("{\"room\":\"hall\",\"lux\":400}");
        outside.move("{\"room\":\"hall\",\"lux\":20}");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(outside.switched()).containsExactly("on"));
    }

    private static void addClasses(JavaArchive jar) {
        // The latter, because this class is loaded once more with the application
        jar.addClasses(Outside.class, Snippet.class, Examples.class);
        Examples.add(jar, Snippet.GUIDE, "Lights");
    }

    @ApplicationScoped
    static class Outside {

        private final List<String> switched = new CopyOnWriteArrayList<>();

        @Channel("moved")
        MutinyEmitter<String> moved;

        void move(String motion) {
            moved.sendMessageAndAwait(MqttMessage.of("house/hall/motion", motion));
        }

        List<String> switched() {
            return switched;
        }

        @Incoming("switched")
        void hear(String payload) {
            switched.add(payload);
        }
    }
}
