package io.quarkiverse.mqttx.connector.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.SchemaStore;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;

import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.connector.message.Metadatas;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Which format a payload is read in and written in, by its content type and its Java type. */
class ContentTypeTest {

    enum Light {
        RED
    }

    record Temperature(String sensor, double degreesCelsius) {
    }

    private static final Temperature KITCHEN = new Temperature("kitchen", 21.5);
    private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(7).build();
    private static final Reading READING = new Reading("kitchen", 21.5);
    private static final UUID ID = UUID.randomUUID();
    /** A subclass that cannot be copied with another factory. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    private static final SchemaStore.Cache SCHEMAS = schemas();

    private final Formats formats = new Formats(new JacksonFormat(MAPPER),
            () -> List.of(new CborFormat(MAPPER), new ProtobufFormat(), new AvroFormat(SCHEMAS)));

    private static SchemaStore.Cache schemas() {
        SchemaStore.Cache schemas = new SchemaStore.Cache();
        schemas.addSchema(Versions.OLD);
        schemas.addSchema(Versions.NEW);
        return schemas;
    }

    private static GenericRecord generic(Schema schema) {
        return new GenericRecordBuilder(schema).set("sensor", "kitchen").build();
    }

    static Stream<Arguments> roundTrips() {
        return Stream.of(
                Arguments.of("application/cbor", KITCHEN, Temperature.class),
                Arguments.of("application/vnd.acme+cbor", List.of(KITCHEN), new TypeReference<List<Temperature>>() {
                }.getType()),
                Arguments.of("application/cbor", Map.of("a", 1), Map.class),
                Arguments.of("application/cbor", "text", String.class),
                Arguments.of("application/cbor", 42, int.class),
                Arguments.of("application/cbor", Light.RED, Light.class),
                Arguments.of("application/cbor", ID, UUID.class),
                Arguments.of("application/cbor", new JsonObject().put("a", new JsonArray().add(new JsonObject().put("b", 1))),
                        JsonObject.class),
                Arguments.of("application/cbor", new JsonArray().add("x"), JsonArray.class),
                Arguments.of("application/json", KITCHEN, Temperature.class),
                Arguments.of("application/vnd.acme+json", KITCHEN, Temperature.class),
                Arguments.of("application/json", Map.of("light", Light.RED), new TypeReference<Map<String, Light>>() {
                }.getType()),
                Arguments.of("application/json", 42, int.class),
                Arguments.of("application/json", "\"text\"", String.class),
                Arguments.of("text/plain", KITCHEN, Temperature.class),
                Arguments.of("application/octet-stream", KITCHEN, Temperature.class),
                Arguments.of("application/vnd.acme", KITCHEN, Temperature.class),
                Arguments.of("text/plain; charset=us-ascii", 42L, Long.class),
                Arguments.of("application/protobuf", TIME, Timestamp.class),
                Arguments.of("application/x-protobuf", StringValue.of("x"), StringValue.class),
                Arguments.of("application/octet-stream", StringValue.getDefaultInstance(), StringValue.class),
                Arguments.of(null, TIME, Timestamp.class),
                Arguments.of("application/avro", READING, Reading.class),
                Arguments.of("avro/binary", READING, Reading.class),
                Arguments.of("application/vnd.acme+avro", generic(Versions.NEW), GenericRecord.class),
                Arguments.of(null, READING, Reading.class),
                Arguments.of("application/cbor", Buffer.buffer(new byte[] { 1, 2 }), Buffer.class));
    }

    @ParameterizedTest
    @MethodSource("roundTrips")
    void whatIsWrittenAsAContentTypeIsReadAsIt(String contentType, Object payload, Type type) {
        PayloadWriter writer = new PayloadEncoder(formats).forChannel("out", contentType).writer(payload, null);
        assertThat(read(contentType, writer.write(payload), type)).isEqualTo(payload);
        if (contentType != null) {
            assertThat(writer.properties().string(Property.CONTENT_TYPE)).isEqualTo(contentType);
        }
    }

    static Stream<Arguments> known() {
        return Stream.of(
                Arguments.of("text", "text/plain;charset=utf-8", true),
                Arguments.of(42, "text/plain;charset=utf-8", true),
                Arguments.of(Light.RED, "text/plain;charset=utf-8", true),
                Arguments.of(ID, "text/plain;charset=utf-8", true),
                Arguments.of(KITCHEN, "application/json", false),
                Arguments.of(List.of(KITCHEN), "application/json", false),
                Arguments.of(new JsonObject(), "application/json", false),
                Arguments.of(TIME, "application/protobuf", false),
                Arguments.of(READING, "application/avro", false),
                Arguments.of(generic(Versions.OLD), "application/avro", false),
                Arguments.of(new byte[1], null, false),
                Arguments.of(Buffer.buffer("b"), null, false),
                Arguments.of(null, null, false));
    }

    @ParameterizedTest
    @MethodSource("known")
    void receiversAreToldWhatIsKnownOfAPayload(Object payload, String contentType, boolean utf8) {
        Properties properties = writers(null).writer(payload, null).properties();
        assertThat(properties.string(Property.CONTENT_TYPE)).isEqualTo(contentType);
        assertThat(properties.number(Property.PAYLOAD_FORMAT_INDICATOR, 0)).isEqualTo(utf8 ? 1 : 0);
        assertThat(writers("").writer(payload, null).properties()).as("content-type=none").isSameAs(Properties.EMPTY);
    }

    @Test
    void theSameObjectServesAllMessagesOfAKind() {
        PayloadWriters writers = writers(null);
        PayloadWriter first = writers.writer("a", null);
        writers.writer(KITCHEN, null);
        writers.writer(KITCHEN, "application/cbor");
        assertThat(writers.writer("b", null)).isSameAs(first);
        assertThat(writers.writer("b", "text/html")).isSameAs(writers.writer("c", new String("text/html")));
    }

    @Test
    void theMessagesOwnContentTypeComesFirst() {
        PayloadWriters json = writers("application/json");
        byte[] cbor = json.writer(KITCHEN, "application/cbor").write(KITCHEN);
        assertThat(read("application/cbor", cbor, Temperature.class)).isEqualTo(KITCHEN);
        assertThat(json.writer(KITCHEN, null).write(KITCHEN)).startsWith("{".getBytes());
    }

    @Test
    void cborHasTheSettingsOfTheMapper() throws Exception {
        byte[] cbor = writers("application/cbor").writer(KITCHEN, null).write(KITCHEN);
        assertThat(new String(cbor, StandardCharsets.ISO_8859_1)).contains("degrees_celsius");
    }

    @ParameterizedTest
    @ValueSource(strings = { "APPLICATION/CBOR", " application/cbor ", "application/cbor; q=1",
            "application/Vnd.Acme+CBOR;v=2" })
    void spellingAndParametersOfAContentTypeDoNotMatter(String contentType) {
        assertThat(formats.contentType(contentType).format()).isInstanceOf(CborFormat.class);
    }

    @Test
    void aPublisherThatInventsContentTypesFillsNoMemory() {
        IntStream.range(0, 10_000).forEach(i -> formats.contentType("application/x" + i));
        assertThat(formats.contentType("application/cbor").format()).isInstanceOf(CborFormat.class);
        assertThat(formats).extracting("contentTypes").asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .hasSize(Formats.MAX_KEPT);
    }

    static Stream<Arguments> refusedReads() {
        return Stream.of(
                Arguments.of("application/json", TIME.toByteArray(), Timestamp.class, "application/protobuf"),
                Arguments.of("application/cbor", TIME.toByteArray(), Timestamp.class, "application/protobuf"),
                Arguments.of("application/json", new byte[0], Reading.class, "application/avro"),
                Arguments.of("application/protobuf", new byte[0], Temperature.class, "not a Protobuf message"),
                Arguments.of("application/protobuf", new byte[0], String.class, "not a Protobuf message"),
                Arguments.of("application/protobuf", new byte[0], MessageLite.class, "protoc has generated"),
                Arguments.of("application/protobuf", new byte[] { 8 }, Timestamp.class, "truncated"),
                Arguments.of("application/avro", new byte[0], Temperature.class, "not an Avro record"),
                Arguments.of("application/avro", new byte[] { 1 }, Reading.class, "single-object"),
                Arguments.of("application/avro", new byte[] { 1 }, GenericRecord.class, "SchemaStore"),
                Arguments.of("application/cbor", new byte[0], Temperature.class, "Temperature"),
                Arguments.of("application/cbor", new byte[] { (byte) 0xF6 }, Temperature.class, "null"),
                Arguments.of("application/cbor", new byte[] { (byte) 0xFF }, String.class, "application/cbor"),
                Arguments.of("text/plain", "warm".getBytes(), Temperature.class, "text/plain"));
    }

    @ParameterizedTest
    @MethodSource("refusedReads")
    void aContentTypeThatContradictsTheTypeIsRefused(String contentType, byte[] payload, Type type, String reason) {
        assertThatThrownBy(() -> read(contentType, payload, type)).isInstanceOf(PayloadConversionException.class)
                .hasMessageContaining("bytes, " + contentType + ")").hasMessageContaining(type.getTypeName())
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> refusedWrites() {
        return Stream.of(
                Arguments.of("application/protobuf", KITCHEN, "not a Protobuf message"),
                Arguments.of("application/protobuf", "text", "not a Protobuf message"),
                Arguments.of("application/avro", 42, "not an Avro record"),
                Arguments.of("application/json", TIME, "application/protobuf"),
                Arguments.of("application/cbor", READING, "application/avro"),
                Arguments.of("text/plain", TIME, "not text"));
    }

    @ParameterizedTest
    @MethodSource("refusedWrites")
    void aPayloadThatCannotBeWrittenAsTheContentTypeIsRefused(String contentType, Object payload, String reason) {
        assertThatThrownBy(() -> writers(contentType).writer(payload, null)).isInstanceOf(PayloadConversionException.class)
                .hasMessageContaining(payload.getClass().getName()).hasMessageContaining("as " + contentType)
                .hasMessageContaining(reason);
    }

    @Test
    void aMissingLibraryIsNamed() {
        Formats jsonOnly = new Formats(new JacksonFormat(MAPPER), List::of);
        assertThatThrownBy(() -> new PayloadEncoder(jsonOnly).forChannel("out", "application/cbor"))
                .hasMessageContaining("content-type=application/cbor").hasMessageContaining("jackson-dataformat-cbor");
        assertThatThrownBy(() -> new TextConverter(jsonOnly).convert(message("application/avro", new byte[1]), String.class))
                .hasMessageContaining("org.apache.avro:avro");
        assertThatThrownBy(() -> new FormatConverter(jsonOnly, DeclaredTypes.UNKNOWN)
                .convert(message("application/x-protobuf", new byte[1]), Temperature.class))
                .hasMessageContaining("com.google.protobuf:protobuf-java");
    }

    @Test
    void aRecordOfAnOlderSchemaIsResolvedAndOneOfAnUnknownSchemaRefused() {
        byte[] old = writers(null).writer(generic(Versions.OLD), null).write(generic(Versions.OLD));
        assertThat(read(null, old, Reading.class)).isEqualTo(new Reading("kitchen", 20));
        assertThat(read(null, old, GenericRecord.class)).isEqualTo(generic(Versions.OLD));
        Formats without = new Formats(null, () -> List.of(new AvroFormat(null)));
        assertThatThrownBy(() -> new FormatConverter(without, DeclaredTypes.UNKNOWN).convert(message(null, old), Reading.class))
                .hasMessageContaining("SchemaStore");
        assertThatThrownBy(
                () -> new FormatConverter(without, DeclaredTypes.UNKNOWN).convert(message(null, old), GenericRecord.class))
                .hasMessageContaining("SchemaStore");
    }

    @Test
    void aFormatOfTheApplicationsOwnComesBeforeTheProvidedOnes() {
        List<Object> seen = new ArrayList<>();
        PayloadFormat own = new PayloadFormat() {
            @Override
            public List<String> contentTypes() {
                return List.of("application/xml", "+xml", "application/cbor");
            }

            @Override
            public Reader reader(Type type) {
                return payload -> {
                    seen.add(type);
                    return KITCHEN;
                };
            }

            @Override
            public Writer writer(Type type) {
                return value -> "<xml/>".getBytes();
            }
        };
        Formats mixed = new Formats(new JacksonFormat(MAPPER),
                () -> List.of(new CborFormat(MAPPER), new ProtobufFormat(), own));
        FormatConverter converter = new FormatConverter(mixed, DeclaredTypes.UNKNOWN);
        for (String contentType : List.of("application/xml", "image/svg+xml", "application/cbor")) {
            assertThat((Object) converter.convert(message(contentType, new byte[1]), Temperature.class).getPayload())
                    .isEqualTo(KITCHEN);
        }
        assertThat(seen).hasSize(3);
        assertThat(new PayloadEncoder(mixed).forChannel("out", "application/xml").writer(TIME, null).write(TIME))
                .as("even for types that another format is made for").isEqualTo("<xml/>".getBytes());
    }

    private PayloadWriters writers(String contentType) {
        return new PayloadEncoder(formats).forChannel("out", contentType);
    }

    private Object read(String contentType, byte[] payload, Type type) {
        Message<byte[]> message = message(contentType, payload);
        return Stream.of(new BufferConverter(), new TextConverter(formats), new ScalarConverter(formats),
                new FormatConverter(formats, DeclaredTypes.UNKNOWN)).filter(converter -> converter.canConvert(message, type))
                .findFirst().orElseThrow().convert(message, type).getPayload();
    }

    private static Message<byte[]> message(String contentType, byte[] payload) {
        return Message.of(payload, Metadata.of(Metadatas.incoming("in", "t", contentType)));
    }
}
