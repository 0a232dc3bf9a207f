package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ScriptedBroker;

/** What the configuration says reaches an application without Quarkus, and what is wrong with it is said once. */
@Tag("broker")
class ConfigurationInApplicationTest {

    private final ScriptedBroker broker = ScriptedBroker.serving();
    private final TestApplication application = new TestApplication(broker.host(), broker.port()).beans(Consumer.class);

    @AfterEach
    void close() {
        application.close();
        broker.close();
    }

    @ApplicationScoped
    static class Consumer {

        @Incoming("abc-def")
        void consume(String payload) {
        }
    }

    @Test
    void aVariableOfAChannelWithADashIsReadAndNoChannelComesOfIt() {
        application.incoming("abc-def").variable("MP_MESSAGING_INCOMING_ABC_DEF_TOPIC", "of/the/environment").start();

        assertThat(new String(broker.awaitReceived("SUBSCRIBE", 1).get(0).bytes(), StandardCharsets.US_ASCII))
                .contains("of/the/environment");
    }

    @Test
    void aMisspeltChannelIsNamedWithTheNearest() {
        application.incoming("abc-def").property("mp.messaging.incoming.abc-dfe.topic", "a");

        assertThat(text(catchThrowable(application::start)))
                .contains("channel 'abc-dfe', attribute 'topic': there is"
                        + " no incoming channel of this name, or it has no connector; did you mean 'abc-def'?");
    }

    @Test
    void whatIsWrongIsPrintedOnce() {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {

            @Override
            public void publish(LogRecord record) {
                logged.add(record.getMessage() + text(record.getThrown()));
            }

            @Override
            public void flush() {
                // nothing waits
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            application.incoming("abc-def", "qos", "7").incoming("more", "qos", "8");

            Throwable failure = catchThrowable(application::start);

            // The container shows the problem as its own, with ours as the cause
            assertThat(failure).hasMessageContaining("The MQTT configuration has 2 problems");
            assertThat(failure.getMessage()).containsOnlyOnce("channel 'more', attribute 'qos', value '8'");
            assertThat(logged).isNotEmpty().noneMatch(record -> record.contains("attribute 'qos'"));
        } finally {
            root.removeHandler(handler);
        }
        await().during(Duration.ofMillis(100)).until(() -> broker.connections() == 0);
    }

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(text, true));
        }
        return text.toString();
    }
}
