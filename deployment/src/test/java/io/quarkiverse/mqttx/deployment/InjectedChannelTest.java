package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** An injected channel takes messages from the start of the application on, whenever it is subscribed to. */
@Tag("slow")
class InjectedChannelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "r")
            .overrideConfigKey("mp.messaging.incoming.readings.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.sent.topic", "r")
            .overrideConfigKey("mp.messaging.outgoing.sent.qos", "1");

    @Inject
    @Channel("readings")
    Multi<String> readings;

    @Inject
    @Channel("sent")
    MutinyEmitter<String> sent;

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    @Test
    void subscribesAtTheStartAndKeepsWhatComes() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(connector.getReadiness().getChannels())
                .hasSize(2).allSatisfy(channel -> assertThat(channel.isOk()).isTrue()));
        List.of("a", "b").forEach(sent::sendAndAwait);

        AssertSubscriber<String> subscriber = readings.subscribe().withSubscriber(AssertSubscriber.create(10));
        subscriber.awaitItems(2, Duration.ofSeconds(20)).assertItems("a", "b").cancel();
    }
}
