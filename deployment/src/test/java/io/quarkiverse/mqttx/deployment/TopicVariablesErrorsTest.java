package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.TopicVariables;
import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class TopicVariablesErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Plant.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "plant/+/temperature,halls/{{hall}}")
            .overrideConfigKey("mp.messaging.incoming.orders.topic", "orders/{order}")
            .overrideConfigKey("mp.messaging.incoming.open.topic", "${TOPIC_OF_NOBODY:orders}")
            .assertException(failure -> assertThat(failure).hasMessage("""
                    The MQTT configuration has a problem:
                    - channel 'readings', attribute 'topic', value 'plant/+/temperature,halls/{{hall}}': %s#read asks for \
                    TopicVariables, and no level of the topic has a name; give those that the method needs one, as in \
                    'sensors/{sensor}/temperature'""".formatted(Plant.class.getName())));

    @Test
    void stopTheBuildWhereAMethodAsksForVariablesOfATopicWithoutAny() {
        fail("the application must not be built");
    }

    @ApplicationScoped
    static class Plant {

        @Incoming("readings")
        void read(String reading, TopicVariables topic) {
        }

        @Incoming("orders")
        void order(String order, TopicVariables topic) {
        }

        @Incoming("open")
        void open(String order, TopicVariables topic) {
        }
    }
}
