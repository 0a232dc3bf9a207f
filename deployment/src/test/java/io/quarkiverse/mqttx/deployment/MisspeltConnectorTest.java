package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class MisspeltConnectorTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.readings.connector", "smallrye-mqttx")
            .assertException(failure -> assertThat(failure).hasMessageContaining(
                    "mp.messaging.incoming.readings.connector=smallrye-mqttx: there is no such connector; did you mean"
                            + " smallrye-mqtt-x?"));

    @Test
    void isAnErrorThatNamesTheConnector() {
        fail("the application must not be built");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
