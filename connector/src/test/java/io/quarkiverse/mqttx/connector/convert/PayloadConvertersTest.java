package io.quarkiverse.mqttx.connector.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.netty.buffer.ByteBuf;
import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.connector.message.Metadatas;
import io.quarkiverse.mqttx.spi.JsonFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

class PayloadConvertersTest {

    enum Light {
        RED,
        GREEN
    }

    record Temperature(String sensor, double degrees) {
    }

    record Envelope<T>(T content) {
    }

    private static final UUID ID = UUID.randomUUID();
    private static final String JSON = "{\"sensor\":\"kitchen\",\"degrees\":21.5}";
    private static final Temperature KITCHEN = new Temperature("kitchen", 21.5);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Formats JSON_ONLY = new Formats(new JacksonFormat(MAPPER), List::of);

    private final List<PayloadConverter> converters = converters();

    private static List<PayloadConverter> converters() {
        return Stream.of(new MissingConverter(), new FormatConverter(JSON_ONLY, DeclaredTypes.UNKNOWN),
                new ScalarConverter(JSON_ONLY), new TextConverter(JSON_ONLY), new BufferConverter())
                .sorted((first, second) -> Integer.compare(first.getPriority(), second.getPriority())).toList();
    }

    static Stream<Arguments> conversions() {
        return Stream.of(
                Arguments.of("grün \uFFFD 😀", String.class, "grün \uFFFD 😀"),
                Arguments.of("", String.class, ""),
                Arguments.of("{\"a\":1}", JsonObject.class, new JsonObject().put("a", 1)),
                Arguments.of("[1,2]", JsonArray.class, new JsonArray().add(1).add(2)),
                Arguments.of("b", Buffer.class, Buffer.buffer("b")),
                Arguments.of("b", io.vertx.mutiny.core.buffer.Buffer.class, io.vertx.mutiny.core.buffer.Buffer.buffer("b")),
                Arguments.of("b", ByteBuffer.class, ByteBuffer.wrap(new byte[] { 'b' })),
                Arguments.of("7", byte.class, (byte) 7),
                Arguments.of("-7", Short.class, (short) -7),
                Arguments.of(" 42\r\n", int.class, 42),
                Arguments.of("42", Integer.class, 42),
                Arguments.of("9000000000", long.class, 9_000_000_000L),
                Arguments.of("21.5", float.class, 21.5f),
                Arguments.of("2.15e1", Double.class, 21.5),
                Arguments.of("true", boolean.class, true),
                Arguments.of("False", Boolean.class, false),
                Arguments.of(" ", char.class, ' '),
                Arguments.of("123456789012345678901234567890", BigInteger.class,
                        new BigInteger("123456789012345678901234567890")),
                Arguments.of("1.10", BigDecimal.class, new BigDecimal("1.10")),
                Arguments.of(ID.toString(), UUID.class, ID),
                Arguments.of("GREEN", Light.class, Light.GREEN),
                Arguments.of(JSON, Temperature.class, KITCHEN),
                Arguments.of("[" + JSON + "]", Temperature[].class, new Temperature[] { KITCHEN }),
                Arguments.of("{\"a\":[1]}", Map.class, Map.of("a", List.of(1))),
                generic("[" + JSON + "]", new TypeReference<List<Temperature>>() {
                }, List.of(KITCHEN)),
                generic("[" + JSON + "]", new TypeReference<Collection<Temperature>>() {
                }, List.of(KITCHEN)),
                generic("[" + JSON + "," + JSON + "]", new TypeReference<Set<Temperature>>() {
                }, Set.of(KITCHEN)),
                generic("{\"k\":" + JSON + "}", new TypeReference<Map<String, Temperature>>() {
                }, Map.of("k", KITCHEN)),
                generic("{\"content\":" + JSON + "}", new TypeReference<Envelope<Temperature>>() {
                }, new Envelope<>(KITCHEN)),
                generic("[[" + JSON + "]]", new TypeReference<List<Temperature>[]>() {
                }, new List<?>[] { List.of(KITCHEN) }),
                generic("[{\"k\":[" + JSON + "]}]", new TypeReference<List<Map<String, List<Temperature>>>>() {
                }, List.of(Map.of("k", List.of(KITCHEN)))));
    }

    private static Arguments generic(String payload, TypeReference<?> target, Object expected) {
        return Arguments.of(payload, target.getType(), expected);
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void converts(String payload, Type target, Object expected) {
        assertThat((Object) convert(bytes(payload), target).getPayload()).isEqualTo(expected);
    }

    @Test
    void convertsToANettyBuffer() {
        ByteBuf buffer = (ByteBuf) convert(bytes("netty"), ByteBuf.class).getPayload();
        assertThat(buffer.toString(StandardCharsets.UTF_8)).isEqualTo("netty");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new byte[] { 'a', (byte) 0xFF }, String.class, "no UTF-8"),
                Arguments.of(new byte[] { (byte) 0xED, (byte) 0xA0, (byte) 0x80 }, String.class, "no UTF-8"),
                Arguments.of(bytes("[1]"), JsonObject.class, "JsonObject"),
                Arguments.of(bytes("warm"), int.class, "warm"),
                Arguments.of(bytes("2147483648"), int.class, "2147483648"),
                Arguments.of(bytes("yes"), boolean.class, "true or false"),
                Arguments.of(bytes("ab"), char.class, "one character"),
                Arguments.of(bytes("BLUE"), Light.class, "no constant"),
                Arguments.of(bytes("1-2"), UUID.class, "UUID"),
                Arguments.of(bytes("not json"), Temperature.class, "Temperature"),
                Arguments.of(bytes(""), Temperature.class, "empty"),
                Arguments.of(bytes("null"), Temperature.class, "null"),
                Arguments.of(bytes("[".repeat(100_000)), Map.class, "Map"),
                Arguments.of(bytes("[" + JSON + "]"), new TypeReference<Map<String, Temperature>>() {
                }.getType(), "Map"),
                Arguments.of(bytes(JSON), List.class.getTypeParameters()[0], "no converter knows the type"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWithChannelTopicTypeAndCause(byte[] payload, Type target, String cause) {
        assertThatThrownBy(() -> convert(payload, target)).isInstanceOf(PayloadConversionException.class)
                .hasMessageContaining("channel 'readings'").hasMessageContaining("topic 'sensors/1'")
                .hasMessageContaining(target.getTypeName()).hasMessageContaining(cause);
    }

    @Test
    void readsTheDeclaredTypeOfTheChannelWhenAskedForItsErasure() {
        Type list = new TypeReference<List<Temperature>>() {
        }.getType();
        Type map = new TypeReference<Map<String, Temperature>>() {
        }.getType();
        FormatConverter json = new FormatConverter(JSON_ONLY,
                new DeclaredTypes(Map.of("readings", List.of(list), "other", List.of(map)), Map.of()));
        assertThat((Object) json.convert(message(bytes("[" + JSON + "]")), List.class).getPayload())
                .isEqualTo(List.of(KITCHEN));
        assertThat((Object) json.convert(message(bytes("{\"a\":{\"b\":1}}")), Map.class).getPayload())
                .as("declared for another channel").isEqualTo(Map.of("a", Map.of("b", 1)));
        assertThatThrownBy(() -> json.convert(message(bytes("[7]")), List.class)).hasMessageContaining(list.getTypeName());
    }

    @Test
    void asksForAReaderOnceForEachType() {
        List<Type> asked = new ArrayList<>();
        JsonFormat jackson = new JacksonFormat(MAPPER);
        FormatConverter json = new FormatConverter(new Formats(new JsonFormat() {
            @Override
            public Reader reader(Type type) {
                asked.add(type);
                return jackson.reader(type);
            }

            @Override
            public Writer writer(Type type) {
                return jackson.writer(type);
            }
        }, List::of), DeclaredTypes.UNKNOWN);
        for (int i = 0; i < 3; i++) {
            json.convert(message(bytes(JSON)), Temperature.class);
        }
        assertThat(asked).containsExactly(Temperature.class);
    }

    @Test
    void leavesMessagesOfOtherConnectorsAlone() {
        Message<byte[]> foreign = Message.of(bytes("7"));
        assertThat(converters).noneMatch(converter -> converter.canConvert(foreign, int.class));
        Message<String> converted = Message.of("7", Metadata.of(Metadatas.incoming("readings", "sensors/1")));
        assertThat(converters).noneMatch(converter -> converter.canConvert(converted, int.class));
    }

    /** As Reactive Messaging does it: the first that can. */
    private Message<?> convert(byte[] payload, Type target) {
        Message<byte[]> message = message(payload);
        return converters.stream().filter(converter -> converter.canConvert(message, target)).findFirst().orElseThrow()
                .convert(message, target);
    }

    private static Message<byte[]> message(byte[] payload) {
        return Message.of(payload, Metadata.of(Metadatas.incoming("readings", "sensors/1")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
