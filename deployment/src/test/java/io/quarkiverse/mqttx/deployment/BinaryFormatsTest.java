package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.SchemaStore;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.google.protobuf.Timestamp;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** CBOR, Protobuf and Avro there and back in an application of Quarkus. */
@Tag("slow")
class BinaryFormatsTest {

    private static final String REGISTERED = "registered-for-reflection.txt";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Application.class, Reading.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.outgoing.cbor-out.topic", "cbor")
            .overrideConfigKey("mp.messaging.outgoing.cbor-out.content-type", "application/cbor")
            .overrideConfigKey("mp.messaging.incoming.cbor-in.topic", "cbor")
            .overrideConfigKey("mp.messaging.outgoing.protobuf-out.topic", "protobuf")
            .overrideConfigKey("mp.messaging.incoming.protobuf-in.topic", "protobuf")
            .overrideConfigKey("mp.messaging.outgoing.avro-out.topic", "avro")
            .overrideConfigKey("mp.messaging.incoming.avro-in.topic", "avro")
            .overrideConfigKey("mp.messaging.incoming.raw.topic", "#")
            .addBuildChainCustomizer(chain -> chain.addBuildStep(context -> context.produce(new GeneratedResourceBuildItem(
                    REGISTERED, context.consumeMulti(ReflectiveClassBuildItem.class).stream()
                            .flatMap(item -> item.getClassNames().stream()).distinct().collect(Collectors.joining("\n"))
                            .getBytes(StandardCharsets.UTF_8))))
                    .consumes(ReflectiveClassBuildItem.class).produces(GeneratedResourceBuildItem.class).build());

    @Inject
    Application application;

    @Inject
    ChannelPlan plan;

    @Inject
    @Any
    Instance<MessageConverter> converters;

    @Test
    void cbor() {
        expect("cbor", application.cbor, new Reading("kitchen", 21.5), "application/cbor");
    }

    @Test
    void protobuf() {
        expect("protobuf", application.protobuf, Timestamp.newBuilder().setSeconds(7).build(), "application/protobuf");
    }

    @Test
    void avro() {
        expect("avro", application.avro, new GenericRecordBuilder(Application.SCHEMA).set("sensor", "kitchen").build(),
                "application/avro");
    }

    @Test
    void haveOneConverterInCommon() {
        assertThat(converters.stream().map(converter -> converter.getClass().getSimpleName())
                .filter(name -> !name.startsWith("GenericPayloadConverter"))).containsExactly("FormatConverter");
    }

    @Test
    void areNamedInThePlan() {
        assertThat(plan.describe()).contains("CBOR", "Protobuf", "Avro");
    }

    @Test
    void areKnownToANativeImage() throws Exception {
        try (InputStream registered = Thread.currentThread().getContextClassLoader().getResourceAsStream(REGISTERED)) {
            assertThat(new String(registered.readAllBytes(), StandardCharsets.UTF_8).lines()).contains(Reading.class.getName(),
                    Timestamp.class.getName(), Timestamp.Builder.class.getName());
        }
    }

    /** Sends until it arrives, since nobody waits for the subscription. */
    private <T> void expect(String topic, MutinyEmitter<T> emitter, T payload, String contentType) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            emitter.sendAndAwait(payload);
            return application.received.containsKey(topic) && application.contentTypes.containsKey(topic);
        });
        assertThat(application.received.get(topic)).isEqualTo(payload);
        assertThat(application.contentTypes.get(topic)).isEqualTo(contentType);
    }

    public record Reading(String sensor, double celsius) {
    }

    @Singleton
    public static class Application {

        static final Schema SCHEMA = SchemaBuilder.record("Reading").fields().requiredString("sensor").endRecord();

        final Map<String, Object> received = new ConcurrentHashMap<>();
        final Map<String, String> contentTypes = new ConcurrentHashMap<>();

        @Channel("cbor-out")
        MutinyEmitter<Reading> cbor;

        @Channel("protobuf-out")
        MutinyEmitter<Timestamp> protobuf;

        @Channel("avro-out")
        MutinyEmitter<GenericRecord> avro;

        @Produces
        @ApplicationScoped
        SchemaStore schemas() {
            SchemaStore.Cache schemas = new SchemaStore.Cache();
            List.of(SCHEMA).forEach(schemas::addSchema);
            return schemas;
        }

        @Incoming("cbor-in")
        void cbor(Reading reading) {
            received.put("cbor", reading);
        }

        @Incoming("protobuf-in")
        void protobuf(Timestamp time) {
            received.put("protobuf", time);
        }

        @Incoming("avro-in")
        void avro(GenericRecord reading) {
            received.put("avro", reading);
        }

        @Incoming("raw")
        Uni<Void> raw(Message<byte[]> message) {
            IncomingMqttMetadata metadata = message.getMetadata(IncomingMqttMetadata.class).orElseThrow();
            metadata.getContentType().ifPresent(type -> contentTypes.put(metadata.getTopic(), type));
            return Uni.createFrom().completionStage(message.ack());
        }
    }
}
