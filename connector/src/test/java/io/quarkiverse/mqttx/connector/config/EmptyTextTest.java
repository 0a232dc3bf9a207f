package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.testing.ScriptedBroker;

/** Empty texts that MQTT knows, although MicroProfile Config takes an empty property for one that is not set. */
@Tag("broker")
class EmptyTextTest {

    private final ScriptedBroker broker = ScriptedBroker.serving();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void anEmptyPasswordIsSent() {
        MqttConnectMessage connect = connect("username", "tok", "password", "");

        assertThat(connect.payload().userName()).isEqualTo("tok");
        assertThat(connect.variableHeader().hasPassword()).isTrue();
        assertThat(connect.payload().passwordInBytes()).isEmpty();
    }

    @Test
    void withoutAPasswordNoneIsSent() {
        assertThat(connect("username", "tok").variableHeader().hasPassword()).isFalse();
    }

    @Test
    void anEmptyUserNameIsSentBesidesAPassword() {
        MqttConnectMessage connect = connect("username", "", "password", "tok", "version", "3.1.1");

        assertThat(connect.variableHeader().hasUserName()).isTrue();
        assertThat(connect.payload().userName()).isEmpty();
        assertThat(connect.payload().passwordInBytes()).asString().isEqualTo("tok");
    }

    private MqttConnectMessage connect(String... attributes) {
        try (TestApplication application = new TestApplication(broker.host(), broker.port())) {
            application.client("desk", attributes).beans(EmptyTextTest.class).start().mqttClient("desk")
                    .publish("a", new byte[0], 0).subscribe().with(ignored -> {
                    }, failure -> {
                    });
            return broker.awaitReceived("CONNECT", 1).get(0).connect();
        }
    }

    @Test
    void ofTheConnectorAndOfTheChannelAlike() {
        assertThat(
                session(TestConfiguration.incoming().connector("username", "tok").connector("password", "")).login().password())
                .isEmpty();
        assertThat(session(TestConfiguration.incoming("password", "").connector("username", "tok").connector("password", "x"))
                .login().password()).as("the channel's").isEmpty();
    }

    @Test
    void aVariableThatIsEmptyIsAnEmptyPasswordAndAnEmptyDefaultIsNone() {
        assertThat(session(TestConfiguration.incoming("username", "tok", "password", "${PASS}").property("PASS", ""))
                .login().password()).isEmpty();
        assertThat(session(TestConfiguration.incoming("username", "tok", "password", "${PASS:}")).login().password()).isNull();
        assertThat(session(TestConfiguration.incoming("username", "", "password", "")).login().password()).as("nobody's")
                .isNull();
    }

    @Test
    void anEmptyPresenceAndWillAreEmptyMessages() {
        Presence presence = session(TestConfiguration.incoming("presence-topic", "p", "presence-offline", "",
                "presence-online", "")).options().presence();
        assertThat(presence.offline()).isEmpty();
        assertThat(presence.online()).isEmpty();

        assertThat(session(TestConfiguration.incoming("will-topic", "w", "will-payload", "")).will().payload()).isEmpty();
    }

    private static SessionSettings session(TestConfiguration configuration) {
        return configuration.readIncoming().connection().settings().session();
    }
}
