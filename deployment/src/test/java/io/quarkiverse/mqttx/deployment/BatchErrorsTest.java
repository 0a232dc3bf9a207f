package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class BatchErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Depot.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("mp.messaging.incoming.single.batch", "true")
            .overrideConfigKey("mp.messaging.incoming.open.batch", "${BATCH_OR_NOT:true}")
            .overrideConfigKey("mp.messaging.incoming.messages.topic", "a")
            .overrideConfigKey("mp.messaging.incoming.batch.topic", "b")
            .assertException(failure -> assertThat(failure).hasMessageContainingAll(
                    "channel 'single', payload java.lang.String of " + Depot.class.getName() + "#single: the channel has"
                            + " batch=true, and nothing makes of a batch a single one; take a List of it, or an"
                            + " IncomingMqttBatch",
                    "channel 'messages', payload", "#messages: it is made of a batch, and the channel makes none; set its"
                            + " attribute batch to true",
                    "#batch: it is made of a batch, and the channel makes none; set its attribute batch to true")
                    .message().doesNotContain("'open'"));

    @Test
    void stopTheBuildWhereMethodAndChannelDoNotAgree() {
        fail("the application must not be built");
    }

    @ApplicationScoped
    static class Depot {

        @Incoming("single")
        void single(String order) {
        }

        @Incoming("open")
        void open(String order) {
        }

        @Incoming("messages")
        void messages(List<Message<String>> orders) {
        }

        @Incoming("batch")
        void batch(IncomingMqttBatch batch) {
        }
    }
}
