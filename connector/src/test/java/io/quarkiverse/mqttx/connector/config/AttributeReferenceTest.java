package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.attribute.Direction;
import io.quarkiverse.mqttx.connector.config.attribute.Need;
import io.quarkiverse.mqttx.connector.config.attribute.Theme;

/**
 * {@code docs/attributes.md} is made of the table of attributes. After a change of an attribute, write it anew with
 * {@code mvn -pl connector test -Dtest=AttributeReferenceTest -Ddocs.write}.
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

    private static String reference() {
        return """
                # Attributes

                <!-- Made of the table in connector.config.attribute by AttributeReferenceTest; do not edit. -->

                For one channel: `mp.messaging.incoming.<channel>.<attribute>` or `mp.messaging.outgoing.<channel>.<attribute>`.
                For all channels that do not set it: `mp.messaging.connector.%1$s.<attribute>`.

                Write a list with commas (`topic=a,b`), or with a property for each element (`topic[0]=a`, `topic[1]=b`), as YAML does. Use one form
                in a configuration source; of several sources the one with the higher ordinal overrides the others.

                An expression without a value, `${NAME}`, stops the start; `${NAME:}` allows the value to be missing. `password=` together with a
                `username` is an empty password, `username=` together with a `password` an empty user name, and an empty `presence-online` or
                `presence-offline` an empty message. Any other attribute with an empty value counts as not set.

                "Needs" names the attributes without which an attribute has no effect. If a name is followed by a direction, only channels of that
                direction have the attribute, or its meaning differs in the other direction. [Advanced attributes](#advanced-attributes) come last.

                %2$s## Advanced attributes

                %3$s"""
                .formatted(Attributes.CONNECTOR, themes("##", false), themes("###", true)).stripTrailing() + "\n";
    }

    private static String themes(String heading, boolean advanced) {
        return Stream.of(Theme.values()).map(theme -> theme(heading, theme, advanced)).collect(Collectors.joining());
    }

    private static String theme(String heading, Theme theme, boolean advanced) {
        List<? extends Attribute<?>> attributes = Attributes.all().stream()
                .filter(attribute -> attribute.theme() == theme && attribute.isAdvanced() == advanced).toList();
        return attributes.isEmpty() ? ""
                : attributes.stream().map(AttributeReferenceTest::row).collect(Collectors.joining("",
                        heading + " " + theme.title() + "\n\n| attribute | what it says | value | default | needs |\n"
                                + "|---|---|---|---|---|\n",
                        "\n"));
    }

    private static String row(Attribute<?> attribute) {
        String name = "`" + attribute.name() + "`" + (attribute.alias() == null ? "" : " (or `" + attribute.alias() + "`)")
                + (attribute.direction() == Direction.BOTH ? ""
                        : " " + attribute.direction().name().toLowerCase(Locale.ROOT));
        return "| " + name + " | " + attribute.description() + " | " + value(attribute) + " | "
                + (attribute.defaultText() == null ? "" : "`" + attribute.defaultText() + "`") + " | "
                + attribute.needs().stream().map(Need::note).collect(Collectors.joining(", ")) + " |\n";
    }

    private static String value(Attribute<?> attribute) {
        if (!attribute.choices().isEmpty()) {
            return attribute.choices().keySet().stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(", "));
        }
        if (attribute.type() == Boolean.class) {
            return "`true`, `false`";
        }
        if (attribute.type() == String.class) {
            return attribute.isList() ? "list" : "text";
        }
        return attribute.isBounded() ? attribute.min() + " to " + attribute.max() : attribute.min() + " or more";
    }
}
