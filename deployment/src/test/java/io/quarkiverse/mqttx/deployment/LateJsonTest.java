package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** A mapper is hundreds of classes, so the start of an application does without it. */
@Tag("slow")
class LateJsonTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Application.class, Reading.class, Counter.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded");

    @Inject
    Application application;

    @Test
    void theMapperIsMadeWithTheFirstMessage() {
        assertThat(Counter.MAPPERS).hasValue(0);

        application.send(new Reading("kitchen", 21.5));

        assertThat(Counter.MAPPERS).hasValue(1);
    }

    public record Reading(String sensor, double celsius) {
    }

    @ApplicationScoped
    public static class Application {

        @Channel("readings")
        MutinyEmitter<Reading> readings;

        void send(Reading reading) {
            readings.sendAndAwait(reading);
        }

        @Incoming("temperatures")
        void temperature(Reading reading) {
        }
    }

    @Singleton
    public static class Counter implements ObjectMapperCustomizer {

        static final AtomicInteger MAPPERS = new AtomicInteger();

        @Override
        public void customize(ObjectMapper mapper) {
            MAPPERS.incrementAndGet();
        }
    }
}
