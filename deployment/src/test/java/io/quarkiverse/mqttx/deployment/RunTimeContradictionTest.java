package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** What is set at run time and contradicts what the build has decided. */
@Tag("slow")
class RunTimeContradictionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Processor.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.client-id", "plant")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.username", "plant")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "readings")
            .overrideRuntimeConfigKey("mp.messaging.incoming.readings.failure-strategy", "ignore")
            .overrideRuntimeConfigKey("mp.messaging.incoming.log.failure-strategy", "ignor")
            .overrideRuntimeConfigKey("mp.messaging.incoming.log.tls-configuration-name", "plant")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.averages.keep-alive-seconds", "7")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.averages.password", "hunter2")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining("The MQTT configuration has 4 problems")
                    .hasStackTraceContaining("channel 'readings', attribute 'failure-strategy', value 'ignore': was 'fail' when"
                            + " the application was built, and the build has left out the strategy 'ignore', because no channel"
                            + " used it; build the application with ignore, or with an expression")
                    .hasStackTraceContaining("channel 'log', attribute 'failure-strategy', value 'ignor': use one of fail, or a"
                            + " comma-separated list of them. The build has left out dead-letter-topic, delayed-retry, ignore,"
                            + " redeliver, reject, because no channel used them; for one of those build the application with it")
                    .hasStackTraceContaining(
                            "channel 'log', attribute 'tls-configuration-name', value 'plant': the TLS registry"
                                    + " has no configuration of this name")
                    .hasStackTraceContaining("channel 'readings' and 'averages', attribute 'client-id', value 'plant'")
                    .hasStackTraceContaining("keep-alive-seconds (60 and 7), password;")
                    .satisfies(all -> assertThat(all.toString()).doesNotContain("hunter2")));

    @Test
    void preventsTheStartWithBothValues() {
        fail("the application must not start");
    }

    static class Processor {

        @Incoming("readings")
        @Outgoing("averages")
        String process(String reading) {
            return reading;
        }

        @Incoming("log")
        void log(String line) {
        }
    }
}
