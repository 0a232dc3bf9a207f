package io.quarkiverse.mqttx.connector.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

class PayloadEncoderTest {

    enum Light {
        RED {
            @Override
            public String toString() {
                return "stop";
            }
        }
    }

    record Temperature(String sensor, double degrees) {
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
    interface Shape {
    }

    record Circle(int radius) implements Shape {
    }

    static class Box<T> {
        public T content;
    }

    static class LabelledBox extends Box<Shape> {
        public String label;
    }

    private static final UUID ID = UUID.randomUUID();

    private final PayloadWriters writers = new PayloadEncoder(new Formats(new JacksonFormat(new ObjectMapper()), List::of))
            .forChannel("out", null);

    static Stream<Arguments> payloads() {
        return Stream.of(
                Arguments.of(null, ""),
                Arguments.of("grün 😀", "grün 😀"),
                Arguments.of(Buffer.buffer("b"), "b"),
                Arguments.of(io.vertx.mutiny.core.buffer.Buffer.buffer("b"), "b"),
                Arguments.of(new JsonObject().put("a", 1), "{\"a\":1}"),
                Arguments.of(new JsonArray().add("x"), "[\"x\"]"),
                Arguments.of(42, "42"),
                Arguments.of(21.5, "21.5"),
                Arguments.of(new BigDecimal("1.10"), "1.10"),
                Arguments.of(true, "true"),
                Arguments.of('x', "x"),
                Arguments.of(new StringBuilder("text"), "text"),
                Arguments.of(ID, ID.toString()),
                Arguments.of(Light.RED, "RED"),
                Arguments.of(new Temperature("kitchen", 21.5), "{\"sensor\":\"kitchen\",\"degrees\":21.5}"),
                Arguments.of(List.of(new Temperature("a", 1)), "[{\"sensor\":\"a\",\"degrees\":1.0}]"));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void encodes(Object payload, String expected) {
        assertThat(new String(encode(payload), StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void takesAnArrayAsItIs() {
        byte[] bytes = { 1, 2 };
        assertThat(encode(bytes)).isSameAs(bytes);
    }

    @Test
    void leavesBuffersAsTheyWere() {
        ByteBuffer java = ByteBuffer.wrap(new byte[] { 0, 1, 2 }, 1, 2);
        assertThat(encode(java)).containsExactly(1, 2);
        assertThat(java.position()).isEqualTo(1);

        ByteBuf netty = Unpooled.copiedBuffer(new byte[] { 0, 1, 2 }).skipBytes(1);
        assertThat(encode(netty)).containsExactly(1, 2);
        assertThat(netty.readerIndex()).isEqualTo(1);
        assertThat(netty.refCnt()).isEqualTo(1);
    }

    @Test
    void refusesWhatHasNoJsonFormAndNamesTheType() {
        assertThatThrownBy(() -> encode(new Object())).isInstanceOf(PayloadConversionException.class)
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> encode(new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(PayloadConversionException.class).hasMessageContaining("ByteArrayInputStream");
        List<Object> endless = new java.util.ArrayList<>();
        endless.add(endless);
        assertThatThrownBy(() -> encode(endless)).isInstanceOf(PayloadConversionException.class);
    }

    @Test
    void writesCollectionsAsTheTypeThatTheChannelDeclares() {
        List<Shape> circles = List.of(new Circle(1));
        assertThat(encodeWith(new TypeReference<List<Shape>>() {
        }.getType(), circles)).as("names the class of the element, which List alone does not ask for")
                .isEqualTo("[{\"@type\":\"Circle\",\"radius\":1}]");
    }

    @Test
    void writesASubclassOfTheDeclaredClassWithAllItHas() {
        LabelledBox box = new LabelledBox();
        box.content = new Circle(1);
        box.label = "mine";
        assertThat(encodeWith(new TypeReference<Box<Shape>>() {
        }.getType(), box)).contains("\"label\":\"mine\"", "\"@type\":\"Circle\"");
    }

    private static String encodeWith(Type declared, Object payload) {
        PayloadWriters known = new PayloadEncoder(new Formats(new JacksonFormat(new ObjectMapper()), List::of),
                new DeclaredTypes(Map.of(), Map.of("shapes", declared))).forChannel("shapes", null);
        return new String(known.writer(payload, null).write(payload), StandardCharsets.UTF_8);
    }

    private byte[] encode(Object payload) {
        return writers.writer(payload, null).write(payload);
    }

    @Test
    void saysWhyThereIsNoJson() {
        PayloadWriters noJson = new PayloadEncoder(new Formats(null, List::of)).forChannel("out", null);
        assertThat(noJson.writer("text", null).write("text")).isNotEmpty();
        assertThatThrownBy(() -> noJson.writer(new Temperature("kitchen", 1), null))
                .isInstanceOf(PayloadConversionException.class)
                .hasMessageContaining("Temperature").hasMessageContaining("left out");
    }
}
