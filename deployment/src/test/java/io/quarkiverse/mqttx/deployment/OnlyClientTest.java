package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** An application without channels and without a word about a broker: Dev Services starts one for its client. */
@Tag("slow")
class OnlyClientTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(OnlyClientTest.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded");

    @Inject
    MqttClient client;

    @Test
    void needsNoNameAndNoConfiguration() {
        client.connect().await().atMost(Duration.ofSeconds(20));
        assertThat(client.pingAndAwait()).isPositive();
    }

    @Test
    void itsMessagesAndOutcomesHaveContextsThatQuarkusTakesForSafe() throws Exception {
        CompletableFuture<Context> ofMessage = new CompletableFuture<>();
        CompletableFuture<Context> ofOutcome = new CompletableFuture<>();
        client.subscribeAndAwait("safe", 1, message -> ofMessage.complete(Vertx.currentContext()));
        client.publish("safe", "x", 1).subscribe().with(result -> ofOutcome.complete(Vertx.currentContext()),
                ofOutcome::completeExceptionally);
        for (CompletableFuture<Context> context : List.of(ofMessage, ofOutcome)) {
            assertThat(VertxContextSafetyToggle.isExplicitlyMarkedAsSafe(context.get(20, TimeUnit.SECONDS))).isTrue();
        }
    }
}
