package io.quarkiverse.mqttx.connector.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.type.TypeReference;

import io.smallrye.reactive.messaging.providers.helpers.VertxJsonMapping;

class MappedFormatTest {

    record Temperature(double degrees) {
    }

    private final MappedFormat format = new MappedFormat(new VertxJsonMapping());

    @Test
    void readsAndWritesClasses() throws Exception {
        assertThat(format.reader(Temperature.class).read(bytes("{\"degrees\":1}"))).isEqualTo(new Temperature(1));
        assertThat(format.writer(Temperature.class).write(new Temperature(1))).isEqualTo(bytes("{\"degrees\":1.0}"));
    }

    @Test
    void readsCollectionsAsArrays() throws Exception {
        assertThat(format.reader(new TypeReference<List<Temperature>>() {
        }.getType()).read(bytes("[{\"degrees\":1}]"))).isEqualTo(List.of(new Temperature(1)));
        assertThat(format.reader(new TypeReference<Set<Temperature>>() {
        }.getType()).read(bytes("[{\"degrees\":1}]"))).isEqualTo(Set.of(new Temperature(1)));
        assertThat(format.reader(new TypeReference<List<Temperature>>() {
        }.getType()).read(bytes("null"))).isNull();
    }

    @Test
    void refusesOtherGenericTypes() {
        assertThatThrownBy(() -> format.reader(new TypeReference<Map<String, Temperature>>() {
        }.getType())).hasMessageContaining("no converter knows the type").hasMessageContaining("JsonFormat");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
