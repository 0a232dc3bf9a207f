package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.apache.avro.generic.GenericRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.google.protobuf.Timestamp;

import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class FormatErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Consumers.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.times.content-type", "application/json")
            .assertException(failure -> assertThat(failure).hasMessageContainingAll("The MQTT configuration has",
                    "channel 'times', payload com.google.protobuf.Timestamp", "Consumers#time", "content-type=application/json",
                    "channel 'records'", "Consumers#record", "SchemaStore"));

    @Test
    void stopTheBuildAllAtOnce() {
        fail("the application must not be built");
    }

    static class Consumers {

        @Incoming("times")
        void time(Timestamp time) {
        }

        @Incoming("records")
        void record(GenericRecord record) {
        }
    }
}
