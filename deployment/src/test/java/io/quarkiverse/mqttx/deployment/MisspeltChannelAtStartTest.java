package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.config.EnvConfigSource;

/**
 * What only the environment and the running application say is checked before Reactive Messaging stops at the first channel
 * without connector.
 */
@Tag("slow")
class MisspeltChannelAtStartTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s%e");
    private static final String WRONG = "connector 'smallrye-mqtt-x', attribute 'keep-alive-seconds', value '-1': use a whole"
            + " number from 0 to 65535";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Consumer.class, Environment.class)
                    .addAsServiceProvider(ConfigSourceProvider.class, Environment.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.others.topic", "a")
            .overrideRuntimeConfigKey("mp.messaging.connector.smallrye-mqtt-x.keep-alive-seconds", "-1")
            .setLogRecordPredicate(record -> true)
            .assertLogRecords(records -> assertThat(records).extracting(TEXT::format)
                    .noneMatch(text -> text.contains("SRMSG00071") || text.contains(WRONG)))
            .assertException(failure -> assertThat(text(failure)).containsOnlyOnce(WRONG)
                    .contains("channel 'raedings', attribute 'topic': there is no incoming channel of this name, or it"
                            + " has no connector; did you mean 'readings'?")
                    .contains("channel 'others', attribute 'topic': the channel is an incoming one; did you mean"
                            + " mp.messaging.incoming.others.*?"));

    @Test
    void stopsTheStartWithTheNearestNameAndSaysItOnce() {
        fail("the application must not start");
    }

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** In place of the environment, which a test cannot set. */
    public static class Environment implements ConfigSourceProvider {

        @Override
        public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
            return List.of(new EnvConfigSource(Map.of("MP_MESSAGING_INCOMING_RAEDINGS_TOPIC", "a"), 300));
        }
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }

        @Incoming("others")
        void other(String reading) {
        }
    }
}
