package io.quarkiverse.mqttx.connector.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.Metadatas;

/** An application on a class path without the optional libraries. */
class MissingLibrariesTest {

    @Test
    void doNotHinderWhatNeedsNoneOfThem() throws Exception {
        assertThat(runWithout("jackson-dataformat-cbor", "protobuf-java", "avro"))
                .contains("written: {\"degrees\":1.0}", "read: Temperature[degrees=2.0]", "text: warm",
                        "jackson-dataformat-cbor", "protobuf-java", "org.apache.avro:avro");
    }

    @Test
    void areNotAskedForByNameWhereTheyAreThere() throws Exception {
        assertThat(runWithout("nothing")).contains("written:", "read:").doesNotContain("add the dependency");
    }

    private static String runWithout(String... artifacts) throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)).filter(
                        entry -> Stream.of(artifacts).noneMatch(artifact -> Path.of(entry)
                                .getFileName().toString().matches(artifact + "-[0-9.]+\\.jar")))
                .map(MissingLibrariesTest::url).toArray(URL[]::new);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            return loader.loadClass(Application.class.getName()).getDeclaredConstructor().newInstance().toString();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
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
