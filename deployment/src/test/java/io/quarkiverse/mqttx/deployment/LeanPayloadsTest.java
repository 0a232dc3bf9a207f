package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkus.arc.Arc;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MessageConverter;

/** An application that sends and receives text needs no JSON, though a library for it is there. */
@Tag("slow")
class LeanPayloadsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Sensors.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded");

    @Inject
    @Any
    Instance<MessageConverter> converters;

    @Test
    void haveTheConverterThatTheChannelNeedsAndNoOther() {
        assertThat(converters.stream().map(converter -> converter.getClass().getSimpleName())
                .filter(name -> !name.startsWith("GenericPayloadConverter")))
                .containsExactly("TextConverter");
    }

    @Test
    void haveNoJson() {
        // Looked up without an injection point, which would keep it
        assertThat(Arc.container().listAll(JsonFormat.class)).isEmpty();
    }
}
