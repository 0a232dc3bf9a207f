package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class MissingCredentialsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Consumer.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.port", "1")
            .overrideConfigKey("mp.messaging.incoming.readings.credentials-provider", "plant")
            .assertException(failure -> assertThat(failure).hasMessageContaining("attribute 'credentials-provider'")
                    .hasMessageContaining("make one of type")
                    .hasMessageContaining("io.quarkus.credentials.CredentialsProvider"));

    @Test
    void stopTheStart() {
        fail("it has started");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
