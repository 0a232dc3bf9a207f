package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusProdModeTest;

/** What an operator sees when the packaged application does not start. */
@Tag("slow")
class ProblemsPrintedOnceTest {

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .setRun(true)
            .setExpectExit(true)
            .setRuntimeProperties(Map.of("mp.messaging.incoming.readings.qos", "7",
                    "mp.messaging.incoming.raedings.topic", "a"));

    @Test
    void inOneListWithoutThoseOfReactiveMessaging() {
        assertThat(APPLICATION.getExitCode()).isNotZero();
        assertThat(APPLICATION.getStartupConsoleOutput())
                .containsOnlyOnce("The MQTT configuration has 2 problems")
                .containsOnlyOnce("channel 'readings', attribute 'qos', value '7'")
                .containsOnlyOnce("channel 'raedings', attribute 'topic': there is no incoming channel of this name")
                .doesNotContain("SRMSG00071");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
