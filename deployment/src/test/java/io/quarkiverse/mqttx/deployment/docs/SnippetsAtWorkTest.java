package io.quarkiverse.mqttx.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** The application of the README does what it says, with the failure strategy of the guide, on the broker of Dev Services. */
@Tag("slow")
class SnippetsAtWorkTest {

    private static final String TOPIC = "sensors/kitchen/temperature";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Examples.configure(new QuarkusUnitTest(), Snippet.README)
            .withApplicationRoot(SnippetsAtWorkTest::addClasses)
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.temperatures.failure-strategy", "park")
            .overrideConfigKey("mp.messaging.outgoing.parked.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.measured.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.heard.topic", "alarms,parked/#")
            .overrideConfigKey("mp.messaging.incoming.heard.qos", "2");

    @Inject
    Outside outside;

    @Test
    void raisesAnAlarmAndParksWhatIsNoTemperature() {
        outside.measure("{\"room\":\"kitchen\",\"celsius\":19.5}");
        outside.measure("no temperature");
        outside.measure("{\"room\":\"kitchen\",\"celsius\":31.5}");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(outside.heard())
                .containsExactlyInAnyOrder("alarms: kitchen is too hot", "parked/" + TOPIC + ": no temperature"));
    }

    private static void addClasses(JavaArchive jar) {
        // The latter, because this class is loaded once more with the application
        jar.addClasses(Outside.class, Snippet.class, Examples.class);
        Examples.add(jar, Snippet.README, "Thermostat");
        Examples.add(jar, Snippet.GUIDE, "Parking");
    }

    @ApplicationScoped
    static class Outside {

        private final Set<String> heard = ConcurrentHashMap.newKeySet();

        @Channel("measured")
        MutinyEmitter<String> measured;

        void measure(String payload) {
            measured.sendMessageAndAwait(MqttMessage.of(TOPIC, payload));
        }

        Set<String> heard() {
            return heard;
        }

        @Incoming("heard")
        void hear(String payload, IncomingMqttMetadata metadata) {
            heard.add(metadata.getTopic() + ": " + payload);
        }
    }
}
