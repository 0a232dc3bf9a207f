package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class ConfigurationErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Processor.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.readings.connector", "smallrye-mqtt-x")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "plant/#/temperature")
            .overrideConfigKey("mp.messaging.incoming.readings.qos", "3")
            .overrideConfigKey("mp.messaging.outgoing.averages.topic", "plant/+/average")
            .overrideConfigKey("mp.messaging.outgoing.averages.will-payload", "gone")
            .assertException(failure -> assertThat(failure).hasMessageContainingAll(
                    "4 problems",
                    "channel 'readings', attribute 'topic', value 'plant/#/temperature'",
                    "channel 'readings', attribute 'qos', value '3': use 0, 1 or 2",
                    "channel 'averages', attribute 'topic', value 'plant/+/average'",
                    "channel 'averages', attribute 'will-payload', value 'gone'"));

    @Test
    void stopTheBuildAllAtOnce() {
        fail("the application must not be built");
    }

    static class Processor {

        @Incoming("readings")
        @Outgoing("averages")
        String process(String reading) {
            return reading;
        }
    }
}
