package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkus.test.QuarkusUnitTest;

/** What the build records of failure strategies is what happens at run time. */
@Tag("slow")
class FailureStrategiesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Orders.class, ApplicationStrategies.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.sent.topic", "orders")
            .overrideConfigKey("mp.messaging.incoming.orders.failure-strategy", "delayed-retry,dead-letter-topic")
            .overrideConfigKey("mp.messaging.incoming.orders.retry-max-attempts", "2")
            .overrideConfigKey("mp.messaging.incoming.orders.retry-delay-ms", "1")
            .overrideConfigKey("mp.messaging.incoming.dead.topic", "dead-letter/{from}/#");

    @Inject
    Orders orders;

    @Inject
    ConnectionPlan plan;

    @Test
    void areKeptAndRecordedAndAtWork() {
        assertThat(ApplicationStrategies.identifiers()).containsExactly("dead-letter-topic", "delayed-retry", "fail");
        FailureSettings recorded = plan.incoming().get("dead").settings().settings().failure();
        assertThat(recorded.strategies()).containsExactly("fail");
        assertThat(recorded.retry().delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(recorded.deadLetter().qos()).isEqualTo(1);

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            orders.send("17");
            return !Orders.dead.isEmpty();
        });
        assertThat(Orders.dead.get(0)).isEqualTo("17 from orders after 2: java.lang.IllegalStateException");
    }

    @ApplicationScoped
    static class Orders {

        static final List<String> dead = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("sent")
        Emitter<String> sent;

        void send(String order) {
            sent.send(order);
        }

        @Incoming("orders")
        void take(String order) {
            throw new IllegalStateException("no order " + order);
        }

        @Incoming("dead")
        void bury(String order, IncomingMqttMetadata letter) {
            dead.add(order + " from " + letter.getTopicVariable("from").orElseThrow() + " after "
                    + letter.getUserProperty("dead-letter-attempts").orElseThrow() + ": "
                    + letter.getUserProperty("dead-letter-exception-class-name").orElseThrow());
        }
    }
}
