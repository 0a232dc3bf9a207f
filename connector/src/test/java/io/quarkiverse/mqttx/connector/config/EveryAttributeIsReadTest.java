package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.connector.MqttConnectorIncomingConfiguration;
import io.quarkiverse.mqttx.connector.MqttConnectorOutgoingConfiguration;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;

/** An attribute that is declared and documented but read nowhere would be a lie to the user. */
class EveryAttributeIsReadTest {

    private static final Set<Class<?>> GENERATED = Set.of(MqttConnectorCommonConfiguration.class,
            MqttConnectorIncomingConfiguration.class, MqttConnectorOutgoingConfiguration.class);

    private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(MqttConnector.class);

    @Test
    void everyGeneratedGetterHasACaller() {
        Set<String> unread = getters().filter(getter -> getter.getAccessesToSelf().stream()
                .noneMatch(access -> GENERATED.stream().noneMatch(access.getOriginOwner()::isEquivalentTo)))
                .map(JavaMethod::getFullName).collect(Collectors.toSet());

        assertThat(unread).isEmpty();
    }

    @Test
    void thereIsAGetterForEveryAttribute() {
        assertThat(getters().count())
                .isEqualTo(MqttConnector.class.getAnnotationsByType(ConnectorAttribute.class).length);
    }

    private Stream<JavaMethod> getters() {
        return GENERATED.stream().flatMap(type -> classes.get(type).getMethods().stream())
                .filter(method -> method.getName().startsWith("get") && method.getRawParameterTypes().isEmpty())
                .filter(method -> !method.getName().equals("getChannel"));
    }
}
