package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.reactive.messaging.health.HealthReport;

/** What startup, liveness and readiness say of an application at a real broker, or without one. */
class ConnectorHealthTest extends ConnectorFixture {

    @ApplicationScoped
    static class FailingConsumer {

        @Incoming("in")
        CompletionStage<Void> consume(Message<String> message) {
            return message.nack(new IllegalStateException("no"));
        }
    }

    @Test
    void startsWithoutABrokerAndConnectsWhenItIsThere() {
        application.beans(Consumer.class, Producer.class).incoming("in").outgoing("out")
                .connector("reconnect-max-interval-seconds", "1").start();

        assertThat(application.connector().getStartup().isOk()).isTrue();
        assertThat(application.connector().getLiveness().isOk()).isTrue();
        assertThat(application.connector().getReadiness().isOk()).isFalse();
        await().untilAsserted(() -> assertThat(application.connector().getReadiness().getChannels())
                .allSatisfy(channel -> assertThat(channel.getMessage()).containsIgnoringCase("refused")));

        broker.start();
        awaitReady();
        assertThat(application.connector().getReadiness().getChannels()).hasSize(2);
    }

    @Test
    void startsWithoutAConnection() {
        application.beans(Consumer.class, Producer.class).incoming("in").outgoing("out").start();

        assertThat(application.connector().getReadiness().isOk()).isFalse();
        assertThat(application.connector().getStartup().isOk()).isTrue();
    }

    @Test
    void leavesChannelsOutOfTheHealthThatWantIt() {
        broker.start();
        application.beans(Consumer.class, Producer.class).incoming("in", "health-enabled", "false").outgoing("out").start();

        assertThat(List.of(application.connector().getStartup(), application.connector().getLiveness(),
                application.connector().getReadiness())).allSatisfy(
                        report -> assertThat(report.getChannels()).singleElement()
                                .extracting(HealthReport.ChannelInfo::getChannel).isEqualTo("out"));
    }

    @Test
    void isDeadWithTheReasonWhenTheApplicationHasFailed() {
        broker.start();
        application.beans(FailingConsumer.class).incoming("in", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            outside.publish("in", "x", 1);

            await().untilAsserted(() -> assertThat(application.connector().getLiveness().getChannels()).singleElement()
                    .satisfies(channel -> {
                        assertThat(channel.isOk()).isFalse();
                        assertThat(channel.getMessage()).contains("no");
                    }));
            assertThat(application.connector().getStartup().isOk()).isTrue();
        }
    }

    @Test
    void isNotDeadWhenTheConnectionWasGivenUp() {
        // after the start: a channel that has failed by then makes Reactive Messaging refuse to start
        application.beans(Consumer.class, Producer.class).incoming("in").outgoing("out")
                .connector("reconnect-attempts", "2").connector("reconnect-interval-seconds", "2").start();

        await().untilAsserted(() -> assertThat(application.connector().getReadiness().getChannels())
                .anySatisfy(channel -> assertThat(channel.getMessage()).contains("given up")));
        assertThat(application.connector().getReadiness().isOk()).isFalse();
        assertThat(application.connector().getLiveness().isOk()).isTrue();
    }

    @Test
    void isNotReadyWithTheReasonWhenTheBrokerRefusesTheSubscription() {
        broker.denySubscribe("in").user("ann", "secret").start();
        application.beans(Consumer.class).incoming("in", "qos", "1").connector("username", "ann")
                .connector("password", "secret").start();

        await().untilAsserted(() -> assertThat(application.connector().getReadiness().getChannels()).singleElement()
                .satisfies(channel -> {
                    assertThat(channel.isOk()).isFalse();
                    assertThat(channel.getMessage()).contains("'in'").containsIgnoringCase("not authorized");
                }));
        assertThat(application.connector().getLiveness().isOk()).isTrue();
    }
}
