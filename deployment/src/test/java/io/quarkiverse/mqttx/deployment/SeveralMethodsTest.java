package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class SeveralMethodsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Plant.class, Office.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.orders.broadcast", "true")
            .overrideConfigKey("mp.messaging.incoming.alarms.broadcast", "${BROADCAST:false}")
            .overrideConfigKey("mp.messaging.outgoing.averages.merge", "false")
            .assertException(failure -> assertThat(failure).hasMessage("""
                    The MQTT configuration has 2 problems:
                    - channel 'readings', attribute 'broadcast': set it to true, because several methods consume the channel: \
                    %1$s$Plant#average, %1$s$Plant#maximum
                    - channel 'averages', attribute 'merge', value 'false': set it to true, because several methods feed the \
                    channel: %1$s$Plant#average, %1$s$Plant#maximum""".formatted(SeveralMethodsTest.class.getName())));

    @Test
    void ofOneChannelAreAnErrorUnlessTheyShareIt() {
        fail("the application must not be built");
    }

    @ApplicationScoped
    static class Plant {

        @Channel("commands")
        Emitter<String> commands;

        @Incoming("readings")
        @Outgoing("averages")
        String average(String reading) {
            return reading;
        }

        @Incoming("readings")
        @Outgoing("averages")
        String maximum(String reading) {
            return reading;
        }

        @Incoming("orders")
        @Incoming("alarms")
        void store(String order) {
        }

        @Incoming("orders")
        @Incoming("alarms")
        void log(String order) {
        }
    }

    @ApplicationScoped
    static class Office {

        @Channel("commands")
        Emitter<String> commands;
    }
}
