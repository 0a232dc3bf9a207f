package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** The application has changed the dependency, but not the configuration. */
@Tag("slow")
class MigrationHintTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .overrideConfigKey("mp.messaging.incoming.readings.connector", "smallrye-mqtt")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.mqttx"))
            .assertLogRecords(records -> assertThat(records).extracting(TEXT::format).anySatisfy(text -> assertThat(text)
                    .contains("mp.messaging.incoming.readings.connector=smallrye-mqtt", "set it to smallrye-mqtt-x")))
            .assertException(failure -> assertThat(failure).hasMessageContaining("smallrye-mqtt"));

    @Test
    void namesTheOtherConnector() {
        fail("the application must not be built");
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
