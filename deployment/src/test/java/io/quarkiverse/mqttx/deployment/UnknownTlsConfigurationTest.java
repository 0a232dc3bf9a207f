package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class UnknownTlsConfigurationTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .overrideConfigKey("mp.messaging.incoming.readings.host", "127.0.0.1")
            .overrideConfigKey("mp.messaging.incoming.readings.tls-configuration-name", "plant")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(
                    "channel 'readings', attribute 'tls-configuration-name', value 'plant'")
                    .hasStackTraceContaining("configure quarkus.tls.plant.*"));

    @Test
    void isAnErrorAtTheStart() {
        fail("the application must not start");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
