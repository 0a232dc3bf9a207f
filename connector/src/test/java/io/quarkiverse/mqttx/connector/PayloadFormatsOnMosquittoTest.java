package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.SchemaStore;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.google.protobuf.Timestamp;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Payloads of every format between an application and a client that is not ours. */
@Tag("broker")
class PayloadFormatsOnMosquittoTest {

    public record Temperature(String sensor, double degrees) {
    }

    private static final Schema SCHEMA = SchemaBuilder.record("Reading").fields().requiredString("sensor").endRecord();
    private static final GenericRecord READING = new GenericRecordBuilder(SCHEMA).set("sensor", "kitchen").build();
    private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(7).build();
    private static final Temperature KITCHEN = new Temperature("kitchen", 21.5);
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
    private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

    private static MosquittoBroker broker;
    private ReferenceClient outside;
    private TestApplication application;

    @BeforeAll
    static void start() {
        MosquittoBroker.assumeInstalled();
        broker = new MosquittoBroker();
        broker.start();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void connect() {
        SEEN.clear();
        outside = ReferenceClient.connect(broker);
        application = new TestApplication(broker).beans(Application.class);
        for (String channel : List.of("temperatures", "times", "readings", "texts")) {
            application.incoming(channel, "topic", "in/" + channel, "qos", "1", "failure-strategy", "ignore");
        }
        application.outgoing("out", "topic", "out", "qos", "1");
    }

    @AfterEach
    void end() {
        application.close();
        outside.close();
    }

    @Test
    void whatTheApplicationSendsSaysWhatItIs() throws Exception {
        outside.subscribe("out", 1);
        application.start();
        ReceivedMessage text = sent("warm");
        assertThat(text.text()).isEqualTo("warm");
        assertThat(text.properties().getContentType()).isEqualTo("text/plain;charset=utf-8");
        assertThat(text.properties().getPayloadFormat()).isTrue();
        ReceivedMessage json = sent(KITCHEN);
        assertThat(json.text()).isEqualTo("{\"sensor\":\"kitchen\",\"degrees\":21.5}");
        assertThat(json.properties().getContentType()).isEqualTo("application/json");
        ReceivedMessage protobuf = sent(TIME);
        assertThat(Timestamp.parseFrom(protobuf.payload())).isEqualTo(TIME);
        assertThat(protobuf.properties().getContentType()).isEqualTo("application/protobuf");
        ReceivedMessage avro = sent(READING);
        assertThat(avro.payload()).startsWith(0xC3, 0x01);
        assertThat(avro.properties().getContentType()).isEqualTo("application/avro");
        ReceivedMessage bytes = sent(new byte[] { 1 });
        assertThat(bytes.properties().getContentType()).isNull();
        assertThat(bytes.properties().getPayloadFormat()).isFalse();
    }

    @Test
    void aMessageChoosesItsOwnContentType() throws Exception {
        outside.subscribe("out", 1);
        application.start();
        application.get(Application.class).out().sendMessageAndAwait(Message.of((Object) KITCHEN).addMetadata(
                OutgoingMqttMetadata.builder().withContentType("application/cbor").withUserProperty("a", "b").build()));
        ReceivedMessage cbor = outside.awaitReceived(1).get(0);
        assertThat(CBOR.readValue(cbor.payload(), Temperature.class)).isEqualTo(KITCHEN);
        assertThat(cbor.properties().getContentType()).isEqualTo("application/cbor");
        assertThat(cbor.properties().getUserProperties()).hasSize(1);
    }

    @Test
    void aChannelChoosesTheContentTypeOfItsMessages() throws Exception {
        outside.subscribe("out", 1);
        application.outgoing("out", "content-type", "application/cbor").start();
        ReceivedMessage cbor = sent(KITCHEN);
        assertThat(CBOR.readValue(cbor.payload(), Temperature.class)).isEqualTo(KITCHEN);
        assertThat(cbor.properties().getContentType()).isEqualTo("application/cbor");
        // not this one: but the channel lives
        assertThat(application.get(Application.class).out().send(TIME).onFailure().recoverWithNull().await()
                .atMost(Duration.ofSeconds(20))).isNull();
        assertThat(sent(KITCHEN).payload()).isEqualTo(cbor.payload());
    }

    @Test
    void aChannelSaysNothingWhereThatIsSet() {
        outside.subscribe("out", 1);
        application.outgoing("out", "content-type", "none").start();
        ReceivedMessage text = sent("warm");
        assertThat(text.properties().getContentType()).isNull();
        assertThat(text.properties().getPayloadFormat()).isFalse();
    }

    @Test
    void whatTheApplicationReceivesIsReadAsWhatItIs() throws Exception {
        application.start();
        awaitSubscription();
        publish("in/temperatures", "{\"sensor\":\"kitchen\",\"degrees\":21.5}".getBytes(), "application/json");
        publish("in/temperatures", CBOR.writeValueAsBytes(KITCHEN), "application/cbor");
        publish("in/temperatures", "{\"sensor\":\"kitchen\",\"degrees\":21.5}".getBytes(), null);
        publish("in/times", TIME.toByteArray(), "application/x-protobuf");
        publish("in/times", TIME.toByteArray(), null);
        publish("in/texts", CBOR.writeValueAsBytes("warm"), "application/cbor");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(SEEN).containsExactlyInAnyOrder(KITCHEN, KITCHEN,
                KITCHEN, TIME, TIME, "warm"));
    }

    @Test
    void recordsOfAvroGoThereAndBack() throws Exception {
        application.outgoing("out", "topic", "in/readings").start();
        awaitSubscription();
        application.get(Application.class).out().send(READING).await().atMost(Duration.ofSeconds(20));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(SEEN).containsExactly(READING));
    }

    @Test
    void inMqtt311TheAttributeSaysWhatIsReceived() throws Exception {
        application.connector("version", "3.1.1").incoming("temperatures", "content-type", "application/cbor").start();
        awaitSubscription();
        try (ReferenceClient old = ReferenceClient.of(broker).version(ProtocolVersion.V3_1_1).connect()) {
            old.publish("in/temperatures", CBOR.writeValueAsBytes(KITCHEN), 1, false);
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(SEEN).containsExactly(KITCHEN));
    }

    @Test
    void textThatIsNoUtf8NeverArrives() {
        application.start();
        awaitSubscription();
        MqttProperties text = new MqttProperties();
        text.setPayloadFormat(true);
        outside.publish("in/texts", new byte[] { (byte) 0xFF }, 1, false, text);
        outside.publish("in/texts", "warm".getBytes(StandardCharsets.UTF_8), 1, false, text);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(SEEN).containsExactly("warm"));
        assertThat(application.connector().malformedMessages("texts")).isEqualTo(1);
    }

    private ReceivedMessage sent(Object payload) {
        outside.clear();
        application.get(Application.class).out().send(payload).await().atMost(Duration.ofSeconds(20));
        return outside.awaitReceived(1).get(0);
    }

    private void publish(String topic, byte[] payload, String contentType) {
        MqttProperties properties = new MqttProperties();
        properties.setContentType(contentType);
        outside.publish(topic, payload, 1, false, properties);
    }

    private void awaitSubscription() {
        await().atMost(Duration.ofSeconds(20)).until(() -> application.connector().getReadiness().isOk());
    }

    @ApplicationScoped
    public static class Application {

        @Inject
        @Channel("out")
        MutinyEmitter<Object> out;

        /** A field of a proxy is empty. */
        MutinyEmitter<Object> out() {
            return out;
        }

        @Produces
        @ApplicationScoped
        SchemaStore schemas() {
            SchemaStore.Cache schemas = new SchemaStore.Cache();
            schemas.addSchema(SCHEMA);
            return schemas;
        }

        @Incoming("temperatures")
        void temperature(Temperature temperature) {
            SEEN.add(temperature);
        }

        @Incoming("times")
        void time(Timestamp time) {
            SEEN.add(time);
        }

        @Incoming("readings")
        void reading(GenericRecord reading) {
            SEEN.add(reading);
        }

        @Incoming("texts")
        void text(String text) {
            SEEN.add(text);
        }
    }
}
