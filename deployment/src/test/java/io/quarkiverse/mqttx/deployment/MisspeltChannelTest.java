package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class MisspeltChannelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.raedings.topic", "a")
            .overrideConfigKey("mp.messaging.outgoing.readings.topic", "a")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("mp.messaging.incoming.raedings.*: there is no connector for it, because no method"
                            + " and no injection point uses the incoming channel 'raedings'; did you mean 'readings'?")
                    .hasStackTraceContaining("mp.messaging.outgoing.readings.*: there is no connector for it, because the"
                            + " application receives from the channel 'readings'; did you mean"
                            + " mp.messaging.incoming.readings.*?"));

    @Test
    void stopsTheBuildWithTheNearestName() {
        fail("the application must not be built");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
