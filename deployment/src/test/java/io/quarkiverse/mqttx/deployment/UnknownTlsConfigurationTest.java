package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class UnknownTlsConfigurationTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .overrideConfigKey("mp.messaging.incoming.readings.host", "127.0.0.1")
            .overrideConfigKey("mp.messaging.incoming.readings.tls-configuration-name", "plnat")
            .overrideConfigKey("quarkus.tls.plant.trust-all", "true")
            .overrideRuntimeConfigKey("mp.messaging.incoming.readings.keep-alive-seconds", "-1")
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.mqttx"))
            .assertLogRecords(records -> assertThat(records).extracting(TEXT::format)
                    .containsExactly("mp.messaging.incoming.readings.tls-configuration-name=plnat: nothing configures"
                            + " quarkus.tls.plnat.*; did you mean plant?"))
            .assertException(failure -> assertThat(failure).hasStackTraceContaining("""
                    The MQTT configuration has 2 problems:
                    - channel 'readings', attribute 'tls-configuration-name', value 'plnat': the TLS registry has no \
                    configuration of this name; configure quarkus.tls.plnat.*, or correct the name; did you mean plant?
                    - channel 'readings', attribute 'keep-alive-seconds', value '-1': use a whole number from 0 to 65535"""));

    @Test
    void isAWarningOfTheBuildAndAnErrorAtTheStartTogetherWithAllElse() {
        fail("the application must not start");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
