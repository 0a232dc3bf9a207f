package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** The connector has a host: no broker is started, and nothing is changed. */
@Tag("slow")
class OwnBrokerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.host", "127.0.0.1")
            .setLogRecordPredicate(record -> record.getMessage().contains("Dev Services for MQTT"))
            .assertLogRecords(records -> assertThat(records).isEmpty());

    @Test
    void isLeftAlone() {
        assertThat(ConfigProvider.getConfig().getValue("mp.messaging.connector.smallrye-mqtt-x.host", String.class))
                .isEqualTo("127.0.0.1");
        assertThat(ConfigProvider.getConfig().getOptionalValue("mp.messaging.connector.smallrye-mqtt-x.port", String.class))
                .isEmpty();
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
