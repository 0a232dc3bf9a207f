package io.quarkiverse.mqttx.connector.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.ObjectMapper;

class ConversionTest {

    static Stream<Type> types() {
        return Stream.of(BufferConverter.TYPES, TextConverter.TYPES, ScalarConverter.TYPES).flatMap(java.util.Set::stream);
    }

    @ParameterizedTest
    @MethodSource("types")
    void isTheOneOfTheConverterThatSupportsTheType(Type type) {
        PayloadConverter converter = (PayloadConverter) Conversion.of(type.getTypeName(), false).converter(null, null);
        assertThat(converter.supports(type)).isTrue();
    }

    @Test
    void isNoneForTheBytesAndJsonForTheRest() {
        assertThat(Conversion.of("byte[]", false)).isEqualTo(Conversion.NONE);
        assertThat(Conversion.of("java.time.Instant", false)).isEqualTo(Conversion.JSON);
        assertThat(Conversion.of("org.acme.Colour", true)).isEqualTo(Conversion.SCALAR);
        assertThatThrownBy(() -> Conversion.NONE.converter(null, null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void makesTheConverters() {
        assertThat(
                Conversion.JSON.converter(new Formats(new JacksonFormat(new ObjectMapper()), List::of), DeclaredTypes.UNKNOWN))
                .isInstanceOf(FormatConverter.class);
        assertThat(Conversion.MISSING.converter(null, null)).isInstanceOf(MissingConverter.class);
    }
}
