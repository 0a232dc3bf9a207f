package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** A native image knows all classes that go through JSON, however they are used. */
@Tag("slow")
class PayloadReflectionTest {

    private static final String REGISTERED = "registered-for-reflection.txt";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Application.class, Taken.class, Inner.class, Sent.class,
                    Element.class, Streamed.class, Wrapped.class, Item.class, Produced.class, Requested.class, Replied.class,
                    Unused.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            // What the build steps have registered, for the test to read
            .addBuildChainCustomizer(chain -> chain.addBuildStep(context -> context.produce(new GeneratedResourceBuildItem(
                    REGISTERED, context.consumeMulti(ReflectiveClassBuildItem.class).stream()
                            .flatMap(item -> item.getClassNames().stream()).distinct().collect(Collectors.joining("\n"))
                            .getBytes(StandardCharsets.UTF_8))))
                    .consumes(ReflectiveClassBuildItem.class).produces(GeneratedResourceBuildItem.class).build());

    @Test
    void knowsWhatGoesThroughJson() throws IOException {
        try (InputStream registered = Thread.currentThread().getContextClassLoader().getResourceAsStream(REGISTERED)) {
            assertThat(new String(registered.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .contains(Taken.class.getName(), Inner.class.getName(), Sent.class.getName(), Element.class.getName(),
                            Element[].class.getName(), Streamed.class.getName(), Wrapped.class.getName(),
                            Item.class.getName(), Produced.class.getName(), Requested.class.getName(),
                            Replied.class.getName())
                    .doesNotContain(Unused.class.getName());
        }
    }

    record Taken(Inner inner) {
    }

    record Inner(int value) {
    }

    record Sent(int value) {
    }

    record Element(int value) {
    }

    record Streamed(int value) {
    }

    record Wrapped<T>(T content) {
    }

    record Item(int value) {
    }

    record Produced(int value) {
    }

    record Requested(int value) {
    }

    record Replied(int value) {
    }

    record Unused(int value) {
    }

    @ApplicationScoped
    public static class Application {

        @Channel("sent")
        MutinyEmitter<Map<String, Sent>> emitter;

        @Channel("requested")
        MqttRequestReply<Requested, List<Replied>> requests;

        @Channel("streamed")
        Multi<Message<Streamed>> streamed;

        @Incoming("taken")
        void take(Taken taken) {
        }

        @Incoming("elements")
        void takeElements(Element[] elements) {
        }

        @Incoming("items")
        @Outgoing("produced")
        Message<List<Produced>> process(Message<Wrapped<Item>> message) {
            return message.withPayload(List.of());
        }
    }
}
