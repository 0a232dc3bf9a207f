package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.InputStream;
import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class PayloadErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Consumers.class, Shape.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .assertException(failure -> assertThat(failure).hasMessageContainingAll("The MQTT configuration has 4 problems",
                    "channel 'shapes', payload " + Shape.class.getName(), "Consumers#shape", "@JsonTypeInfo",
                    "channel 'lists'", "Consumers#numbers", "Consumers#texts", "not tell the two apart",
                    "channel 'streams', payload java.io.InputStream", "MessageConverter"));

    @Test
    void stopTheBuildAllAtOnce() {
        fail("the application must not be built");
    }

    interface Shape {
    }

    static class Consumers {

        @Incoming("shapes")
        void shape(Shape shape) {
        }

        @Incoming("streams")
        void stream(InputStream stream) {
        }

        @Incoming("lists")
        void numbers(List<Integer> numbers) {
        }

        @Incoming("lists")
        void texts(List<String> texts) {
        }
    }
}
