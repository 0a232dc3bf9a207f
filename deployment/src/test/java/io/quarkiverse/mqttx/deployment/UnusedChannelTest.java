package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class UnusedChannelTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.readings.connector", "smallrye-mqtt-x")
            .overrideConfigKey("mp.messaging.incoming.raedings.connector", "smallrye-mqtt-x")
            .overrideRuntimeConfigKey("mp.messaging.incoming.later.connector", "smallrye-mqtt-x")
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                    && record.getMessage().contains("injection point"))
            .assertLogRecords(records -> assertThat(records).hasSize(2).extracting(TEXT::format)
                    .anySatisfy(text -> assertThat(text)
                            .contains("mp.messaging.incoming.raedings.connector", "'raedings'", "Used are: [readings]"))
                    .anySatisfy(text -> assertThat(text)
                            .contains("incoming.later.connector", "'later'", "when the application was built")));

    @Inject
    ChannelPlan plan;

    @Test
    void isWarnedOfWhereItIsFirstKnown() {
        assertThat(plan.unused()).containsExactly("mp.messaging.incoming.raedings.connector");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
