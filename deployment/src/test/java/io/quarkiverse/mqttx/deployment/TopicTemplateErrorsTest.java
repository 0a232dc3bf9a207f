package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class TopicTemplateErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Plant.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "plant/{line}/{line}")
            .overrideConfigKey("mp.messaging.outgoing.averages.topic", "plant/{line}/+")
            .assertException(failure -> assertThat(failure).hasMessage("""
                    The MQTT configuration has 2 problems:
                    - channel 'readings', attribute 'topic', value 'plant/{line}/{line}': the topic 'plant/{line}/{line}' has \
                    the variable {line} twice; give each a name of its own
                    - channel 'averages', attribute 'topic', value 'plant/{line}/+': the topic name 'plant/x/+' contains the \
                    wildcard '+', which only a subscription may; name the one topic to publish to"""));

    @Test
    void stopTheBuildWithTheNameAndTheRemedy() {
        fail("the application must not be built");
    }

    @ApplicationScoped
    static class Plant {

        @Incoming("readings")
        @Outgoing("averages")
        String process(String reading) {
            return reading;
        }
    }
}
