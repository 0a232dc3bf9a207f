package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;

/** Text for which a strict broker ends the connection does not reach it, unless that is wanted. */
@Tag("broker")
class OutgoingTextTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(message("a/b\nc", Property.CONTENT_TYPE, "text/plain"), "'a/b\\nc'"),
                Arguments.of(message("t", Property.CONTENT_TYPE, "text\tplain"), "the message to 't': the content type"),
                Arguments.of(message("t", Property.RESPONSE_TOPIC, "r\uFFFE"), "the non-character U+FFFE at index 1"),
                Arguments.of(message("t", Property.USER_PROPERTY, new UserProperty("a\u0085", "b")), "U+0085"),
                Arguments.of(message("t", Property.USER_PROPERTY, new UserProperty("line", "1\r2")), "property 'line'"));
    }

    private static Publish message(String topic, Property property, Object value) {
        return new Publish(topic, new byte[0], 1, false, false, 0, Properties.builder().add(property, value).build());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aMessageWithAControlCharacterIsRefusedAndTheNextOneGoesOut(Publish message, String named) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            Outcome refused = new Outcome();
            client.publish(message, refused, new PublisherQueue("orders"));
            assertThat(refused.failure()).isInstanceOf(PublishException.class).hasMessageStartingWith("publisher 'orders': ")
                    .hasMessageContainingAll(named, "allow-control-characters=true");
            assertThat(Outcome.of(client, "t", "good", 1).reasonCode()).isZero();
            assertThat(broker.received("PUBLISH")).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whereThatIsAllowedItGoesOutAsItIs(Publish message, String named) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).controlCharacters());
            get(client.start());
            Outcome sent = new Outcome();
            client.publish(message, sent);
            assertThat(sent.reasonCode()).isZero();
            assertThat(broker.received("PUBLISH")).extracting(RawPacket::topic).containsExactly(message.topic());
        }
    }

    @Test
    void theBrokerIsNotAskedForSuchAFilter() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            assertThat(Grant.of(client, "a/\u0001", 1).code()).isEqualTo(ReasonCode.TOPIC_FILTER_INVALID);
            assertThatThrownBy(() -> get(client.unsubscribe("a/\u0001", new Grant()))).hasMessageContaining("'a/\\u0001'");
            assertThat(Grant.of(client, "a", 1).code()).isEqualTo(1);
            assertThat(broker.received("SUBSCRIBE")).hasSize(1);
            assertThat(broker.received("UNSUBSCRIBE")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "user name", "user property" })
    void aListenerGetsNoConnectionForSuchText(String where) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            client.onConnection("test", new ConnectionListener() {
                @Override
                public Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
                    return Uni.createFrom().item(where.equals("user name") ? attempt.withCredentials("a\nb", "secret")
                            : attempt.withUserProperties(List.of(new UserProperty("a", "\n"))));
                }
            });
            client.start();
            await().atMost(ClientFixture.PATIENCE).untilAsserted(() -> assertThat(client.status().reason())
                    .contains(where, "U+000A").doesNotContain("secret"));
            assertThat(broker.connections()).isZero();
        }
    }
}
