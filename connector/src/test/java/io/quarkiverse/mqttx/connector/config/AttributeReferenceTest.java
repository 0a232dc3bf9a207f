package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.MqttConnector;

/**
 * {@code docs/attributes.md} is what the annotation processor makes of the attributes. After a change of an attribute, write it
 * anew with {@code mvn -pl connector test -Dtest=AttributeReferenceTest -Ddocs.write}.
 */
class AttributeReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "attributes.md");

    @Test
    void isUpToDate() throws IOException {
        String expected = reference();
        if (System.getProperty("docs.write") != null) {
            Files.writeString(REFERENCE, expected);
        }

        assertThat(REFERENCE).content().as("docs/attributes.md; write it anew with -Ddocs.write").isEqualTo(expected);
    }

    private static String reference() throws IOException {
        return """
                # Attributes

                <!-- Generated from the annotations of MqttConnector by AttributeReferenceTest; do not edit. -->

                For one channel: `mp.messaging.incoming.<channel>.<attribute>` or `mp.messaging.outgoing.<channel>.<attribute>`.
                For all channels that do not set it themselves: `mp.messaging.connector.%1$s.<attribute>`.

                A list has commas (`topic=a,b`), or a property for each element (`topic[0]=a`, `topic[1]=b`), as YAML makes them. In one source it
                has one of the two forms; otherwise the source with the higher ordinal counts.

                An expression without a value, `${NAME}`, stops the start; `${NAME:}` says that it may be missing. `password=` besides a `username`
                is an empty password, `username=` besides a `password` an empty user name, and an empty `presence-online` or `presence-offline` an
                empty message. Any other attribute that is set to nothing is one that is not set.

                ## Incoming channels

                %2$s
                ## Outgoing channels

                %3$s"""
                .formatted(MqttConnector.NAME, table("incoming"), table("outgoing"));
    }

    private static String table(String direction) throws IOException {
        String resource = "META-INF/connector/" + MqttConnector.NAME + "-" + direction + ".md";
        try (InputStream in = MqttConnector.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
