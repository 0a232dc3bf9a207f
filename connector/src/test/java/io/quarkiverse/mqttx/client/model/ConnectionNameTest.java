package io.quarkiverse.mqttx.client.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class ConnectionNameTest {

    @Test
    void namesTheFirstChannelsAndCountsTheOthers() {
        assertThat(named("id", "a")).isEqualTo("MQTT connection 'id' (channel a)");
        assertThat(named("id", "a", "b")).isEqualTo("MQTT connection 'id' (channels a, b)");
        assertThat(named("id", "a", "b", "c", "d", "e", "f", "g"))
                .isEqualTo("MQTT connection 'id' (channels a, b, c, d, e and 2 more)");
    }

    @Test
    void doesNotRepeatTheNameOfTheConnection() {
        assertThat(named("a", "a")).isEqualTo("MQTT connection 'a'");
        assertThat(named("a")).isEqualTo("MQTT connection 'a'");
        assertThat(named("a", "a", "b")).isEqualTo("MQTT connection 'a' (channels a, b)");
    }

    /** Elsewhere a connection would be named by a client id that may be random. */
    @Test
    void isTheOnlyPlaceThatCallsAConnectionSomething() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<String> places = sources.filter(file -> file.toString().endsWith(".java"))
                    .filter(ConnectionNameTest::callsAConnectionSomething)
                    .map(file -> file.getFileName().toString()).sorted().toList();
            // UnknownClient speaks of a connection that there is not
            assertThat(places).containsExactly("ConnectionName.java", "UnknownClient.java");
        }
    }

    private static boolean callsAConnectionSomething(Path source) {
        try {
            return Files.readAllLines(source).stream().map(String::strip)
                    .filter(line -> !line.startsWith("*") && !line.startsWith("/*"))
                    .anyMatch(line -> line.contains("onnection '"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String named(String connection, String... channels) {
        ConnectionName name = new ConnectionName(connection);
        name.usedBy(List.of(channels));
        return name.toString();
    }
}
