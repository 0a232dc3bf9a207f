package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** Reactive Messaging would ask for an Optional twice, and one of the methods would get what the other takes. */
@Tag("slow")
class OptionalErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Depot.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.mixed.topic", "a")
            .overrideConfigKey("mp.messaging.incoming.mixed.broadcast", "true")
            .overrideConfigKey("mp.messaging.incoming.alike.topic", "b")
            .overrideConfigKey("mp.messaging.incoming.alike.broadcast", "true")
            .assertException(failure -> assertThat(failure)
                    .hasMessageContainingAll("channel 'mixed', payload", "the same channel is taken as",
                            "java.util.Optional<java.lang.Integer>", "java.util.Optional<java.lang.String>",
                            "take the same type in both")
                    .message().doesNotContain("'alike'"));

    @Test
    void stopTheBuildWhereOneChannelIsTakenAsOptionalsOfDifferentTypes() {
        fail("the application must not be built");
    }

    @ApplicationScoped
    static class Depot {

        @Incoming("mixed")
        void number(Optional<Integer> number) {
        }

        @Incoming("mixed")
        CompletionStage<Void> text(Message<Optional<String>> text) {
            return text.ack();
        }

        @Incoming("alike")
        void one(Optional<Integer> number) {
        }

        @Incoming("alike")
        CompletionStage<Void> other(Message<Optional<Integer>> number) {
            return number.ack();
        }
    }
}
