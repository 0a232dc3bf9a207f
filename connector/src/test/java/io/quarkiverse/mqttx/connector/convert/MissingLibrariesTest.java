package io.quarkiverse.mqttx.connector.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.connector.message.Metadatas;
import io.quarkiverse.mqttx.testing.ReducedClassPath;

/** An application on a class path without the optional libraries. */
@Tag("slow")
class MissingLibrariesTest {

    @Test
    void doNotHinderWhatNeedsNoneOfThem() throws Exception {
        assertThat(ReducedClassPath.run(Application.class, "jackson-dataformat-cbor", "protobuf-java", "avro"))
                .contains("written: {\"degrees\":1.0}", "read: Temperature[degrees=2.0]", "text: warm",
                        "jackson-dataformat-cbor", "protobuf-java", "org.apache.avro:avro");
    }

    @Test
    void areNotAskedForByNameWhereTheyAreThere() throws Exception {
        assertThat(ReducedClassPath.run(Application.class, "nothing")).contains("written:", "read:")
                .doesNotContain("add the dependency");
    }

    public record Temperature(double degrees) {
    }

    /** Says what it sees as its text, since the test knows it from another class loader. */
    public static class Application {

        private final StringBuilder seen = new StringBuilder();

        public Application() {
            try (SeContainer container = SeContainerInitializer.newInstance().disableDiscovery()
                    .addBeanClasses(LibraryFormats.class, DefaultFormat.class, PayloadEncoder.class, FormatConverter.class,
                            TextConverter.class, ScalarConverter.class, BufferConverter.class, MissingConverter.class)
                    .initialize()) {
                Temperature temperature = new Temperature(1);
                seen.append("written: ").append(new String(container.select(PayloadEncoder.class).get()
                        .forChannel("out", null).writer(temperature, null).write(temperature), StandardCharsets.UTF_8));
                FormatConverter converter = container.select(FormatConverter.class).get();
                seen.append("\nread: ").append((Object) converter
                        .convert(message("application/json", "{\"degrees\":2}"), Temperature.class).getPayload());
                seen.append("\ntext: ").append((Object) container.select(TextConverter.class).get()
                        .convert(message("text/plain", "warm"), String.class).getPayload());
                for (KnownFormat known : KnownFormat.values()) {
                    refuse(converter, known);
                }
            }
        }

        private void refuse(FormatConverter converter, KnownFormat known) {
            try {
                converter.convert(message(known.contentTypes().get(0), "?"), Temperature.class);
            } catch (PayloadConversionException refused) {
                seen.append('\n').append(refused.getMessage());
            }
        }

        private static Message<byte[]> message(String contentType, String payload) {
            return Message.of(payload.getBytes(StandardCharsets.UTF_8),
                    Metadata.of(Metadatas.incoming("in", "t", contentType)));
        }

        @Override
        public String toString() {
            return seen.toString();
        }
    }
}
