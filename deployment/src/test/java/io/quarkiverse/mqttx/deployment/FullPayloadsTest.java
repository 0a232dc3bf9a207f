package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.runtime.JacksonJson;
import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkus.arc.Arc;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MessageConverter;

/** An application with a converter of its own, and a channel to which it may send what it likes, needs everything. */
@Tag("slow")
class FullPayloadsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Application.class, Shape.class, ShapeConverter.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded");

    @Inject
    @Any
    Instance<MessageConverter> converters;

    @Test
    void haveAllConverters() {
        assertThat(converters.stream().map(converter -> converter.getClass().getSimpleName()))
                .contains("TextConverter", "ScalarConverter", "BufferConverter", "FormatConverter", "MissingConverter");
    }

    @Test
    void haveJson() {
        assertThat(Arc.container().listAll(JsonFormat.class)).singleElement()
                .satisfies(format -> assertThat(format.get()).isInstanceOf(JacksonJson.class));
    }

    interface Shape {
    }

    @ApplicationScoped
    public static class ShapeConverter implements MessageConverter {

        @Override
        public boolean canConvert(Message<?> in, Type target) {
            return target == Shape.class;
        }

        @Override
        public Message<?> convert(Message<?> in, Type target) {
            return in.withPayload(new Shape() {
            });
        }
    }

    @ApplicationScoped
    public static class Application {

        @Channel("anything")
        Emitter<Object> emitter;

        @Incoming("shapes")
        void shape(Shape shape) {
        }
    }
}
