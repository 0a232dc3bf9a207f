package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.TopicVariables;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

/** Names, attributes, variables of topics, clients and payloads are checked by different steps of the build. */
@Tag("slow")
class ProblemsOfAllKindsTest {

    private static final String LIST = """
            The MQTT configuration has 5 problems:
            - mp.messaging.incoming.raedings.*: there is no connector for it, because no method and no injection point uses \
            the incoming channel 'raedings'; did you mean 'readings'? Used are: [orders, readings, shapes]
            - channel 'readings', attribute 'qos', value '7': use 0, 1 or 2, or a comma-separated list of them
            - channel 'orders', attribute 'topic', value 'orders/+': %1$s#order asks for TopicVariables, and no level of the \
            topic has a name; give those that the method needs one, as in 'sensors/{sensor}/temperature'
            - There is no MQTT connection 'reading' for an MqttClient. Name a channel of the connector smallrye-mqtt-x, or \
            configure a client under mp.messaging.client.reading.*; did you mean 'readings'? Known are: \
            [orders, readings, shapes]
            - channel 'shapes', payload %1$s$Shape of %1$s#shape: %1$s$Shape is abstract, and nothing tells Jackson which \
            class to make of it; annotate it with @JsonTypeInfo or @JsonDeserialize, or take a class"""
            .formatted(Plant.class.getName());

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Plant.class, Plant.Shape.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.raedings.topic", "a")
            .overrideConfigKey("mp.messaging.incoming.readings.qos", "7")
            .overrideConfigKey("mp.messaging.incoming.readings.keepalive-seconds", "7")
            .overrideConfigKey("mp.messaging.incoming.orders.topic", "orders/+")
            .setLogRecordPredicate(record -> record.getMessage().contains("keepalive-seconds"))
            .assertLogRecords(records -> assertThat(records).as("warnings of a build that fails").hasSize(1))
            .assertException(failure -> assertThat(failure).hasMessage(LIST).hasNoSuppressedExceptions());

    @Test
    void areOneList() {
        fail("the application must not be built");
    }

    @ApplicationScoped
    static class Plant {

        @Inject
        @Identifier("reading")
        MqttClient misspelt;

        @Incoming("readings")
        void read(String reading) {
        }

        @Incoming("orders")
        void order(String order, TopicVariables topic) {
        }

        @Incoming("shapes")
        void shape(Shape shape) {
        }

        interface Shape {
        }
    }
}
