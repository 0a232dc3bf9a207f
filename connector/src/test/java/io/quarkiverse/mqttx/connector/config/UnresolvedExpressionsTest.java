package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;

/** An attribute whose expression names what is not set is not taken for one that is not set. */
class UnresolvedExpressionsTest {

    private static final String NOT_SET = "MQTT_PASSWRD, which the expression names, is not set; set it, or give the expression"
            + " a default as in ${MQTT_PASSWRD:default}, which is empty in ${MQTT_PASSWRD:}";

    static Stream<Arguments> attributes() {
        return Stream.of(MqttConnector.class.getAnnotationsByType(ConnectorAttribute.class))
                .map(attribute -> Arguments.of(attribute.name(), attribute.direction()));
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void everyAttributeStopsTheStart(String attribute, Direction direction) {
        TestConfiguration configuration = direction == Direction.OUTGOING
                ? TestConfiguration.outgoing(attribute, "${MQTT_PASSWRD}")
                : TestConfiguration.incoming(attribute, "${MQTT_PASSWRD}");

        assertThat(configuration.problems())
                .anyMatch(problem -> problem.contains("attribute '" + attribute + "'") && problem.endsWith(": " + NOT_SET));
    }

    @Test
    void aPasswordIsNotLeftOut() {
        assertThat(TestConfiguration.incoming("username", "ann", "password", "${MQTT_PASSWRD}").problems())
                .containsExactly("channel 'in', attribute 'password': " + NOT_SET);
    }

    @Test
    void whatTheConnectorSetsDoesNotStandIn() {
        assertThat(TestConfiguration.incoming("username", "ann", "password", "${MQTT_PASSWRD}").connector("password", "other")
                .problems()).containsExactly("channel 'in', attribute 'password': " + NOT_SET);
    }

    @Test
    void onTheConnectorItIsReportedOnce() {
        assertThat(TestConfiguration.incoming().incomingChannel("more").outgoingChannel("out")
                .property("mp.messaging.client.desk.version", "5").connector("username", "ann")
                .connector("password", "${MQTT_PASSWRD}").problems())
                .containsExactly("connector 'smallrye-mqtt-x', attribute 'password': " + NOT_SET);
    }

    @Test
    void clientsAreNoException() {
        assertThat(TestConfiguration.incoming().property("mp.messaging.client.desk.host", "${MQTT_PASSWRD}").problems())
                .containsExactly("client 'desk', attribute 'host', value '${MQTT_PASSWRD}': " + NOT_SET);
    }

    @Test
    void anAttributeOfReactiveMessagingIsNoException() {
        assertThat(TestConfiguration.incoming("enabled", "${MQTT_PASSWRD}").problems())
                .containsExactly("channel 'in', attribute 'enabled', value '${MQTT_PASSWRD}': " + NOT_SET);
        assertThat(TestConfiguration.incoming("concurrency", "${MQTT_PASSWRD}").problems())
                .containsExactly("channel 'in', attribute 'concurrency', value '${MQTT_PASSWRD}': " + NOT_SET);
    }

    @Test
    void namesWhatIsMissingBehindOtherProperties() {
        assertThat(TestConfiguration.incoming("host", "${site}-${area:x}.${plant}", "port", "1884")
                .property("site", "north").property("plant", "${MQTT_PASSWRD}").problems())
                .containsExactly("channel 'in', attribute 'host', value '${site}-${area:x}.${plant}': " + NOT_SET);
        assertThat(TestConfiguration.incoming("host", "${other:${MQTT_PASSWRD}}").problems()).singleElement().asString()
                .endsWith(NOT_SET);
    }

    @Test
    void anEmptyDefaultSaysThatItMayBeMissing() {
        ChannelConfiguration<IncomingSettings> read = TestConfiguration
                .incoming("username", "${MQTT_USER:}", "password", "${MQTT_PASSWRD:}", "port", "${MQTT_PORT:}").readIncoming();

        assertThat(read.connection().settings().session().login().username()).isNull();
        assertThat(read.connection().settings().session().login().password()).isNull();
        assertThat(read.connection().settings().servers()).singleElement().extracting("port").isEqualTo(1883);
    }
}
