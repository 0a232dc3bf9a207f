package io.quarkiverse.mqttx.connector.config.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.quarkiverse.mqttx.connector.MqttConnector;

/**
 * The table of the attributes is the one place where they are written. Reactive Messaging wants them as annotations of the
 * connector, too; after a change of an attribute, write them anew with
 * {@code mvn -pl connector test -Dtest=AttributeTableTest -Ddocs.write}, and compile.
 */
class AttributeTableTest {

    private static final Path CONNECTOR = Path.of("src/main/java/io/quarkiverse/mqttx/connector/MqttConnector.java");
    private static final String START = "// Written by AttributeTableTest";
    private static final String END = "// @formatter:on";

    private static final Set<Class<?>> TABLES = Set.of(IncomingAttributes.class, OutgoingAttributes.class,
            CommonAttributes.class, ConnectionAttributes.class);

    private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(MqttConnector.class);

    /** An attribute that is documented but read nowhere would be a lie to the user. */
    @Test
    void everyAttributeIsRead() {
        Set<String> unread = constants().filter(constant -> constant.getAccessesToSelf().stream()
                .allMatch(access -> access.getOriginOwner().getPackageName().equals(Attribute.class.getPackageName())))
                .map(JavaField::getFullName).collect(Collectors.toSet());

        assertThat(unread).isEmpty();
    }

    @Test
    void everyConstantIsOneOfAllAttributes() {
        assertThat(Attributes.all()).hasSize((int) constants().count()).doesNotHaveDuplicates();
    }

    @Test
    void theAnnotationsOfTheConnectorSayTheSame() throws IOException {
        String source = Files.readString(CONNECTOR);
        String start = source.substring(0, source.indexOf(START) + START.length());
        String expected = start + Attributes.all().stream().sorted(Comparator.comparing(Attribute::theme))
                .map(AttributeTableTest::annotation).collect(Collectors.joining("\n", "\n", "\n"))
                + source.substring(source.indexOf(END));
        if (System.getProperty("docs.write") != null) {
            Files.writeString(CONNECTOR, expected);
        }

        assertThat(source).as("MqttConnector.java; write it anew with -Ddocs.write").isEqualTo(expected);
    }

    /** With the first sentence of the description; the whole is in the reference. */
    private static String annotation(Attribute<?> attribute) {
        String type = attribute.type() == Integer.class ? "int" : attribute.type().getSimpleName().toLowerCase(Locale.ROOT);
        String direction = attribute.direction() == Direction.BOTH ? "INCOMING_AND_OUTGOING" : attribute.direction().name();
        return "@ConnectorAttribute(name = \"" + attribute.name() + "\", type = \"" + type + "\", direction = " + direction
                + (attribute.defaultText() == null ? "" : ", defaultValue = \"" + attribute.defaultText() + "\"")
                + (attribute.alias() == null ? "" : ", alias = \"" + attribute.alias() + "\"")
                + ",\n        description = \"" + attribute.description().split("[.;:]( |$)")[0].replace("\"", "\\\"") + "\")";
    }

    private Stream<JavaField> constants() {
        return TABLES.stream().flatMap(type -> classes.get(type).getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(Attribute.class));
    }
}
