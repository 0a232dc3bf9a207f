package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.grant;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;

/** When all messages fail, the log is not flooded. */
@Tag("broker")
class NackLogTest {

    private static final int MESSAGES = 20;
    private static final IllegalStateException BAD = new IllegalStateException("a reason\n on two lines");

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    static Stream<Arguments> strategies() {
        MqttFailureHandler.Factory ignore = Strategies.ignore();
        return Stream.of(Arguments.of("is ignored", List.of(ignore)),
                Arguments.of("is now a dead letter on 'dead-letter/in/t'", List.of(Strategies.deadLetterTopic())),
                Arguments.of("is rejected with 0x80", List.of(Strategies.reject())),
                Arguments.of("is left to the broker at delivery 1 of 3", List.of(Strategies.redeliver(), ignore)),
                Arguments.of("is tried again in ", List.of(Strategies.delayedRetry(), ignore)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strategies")
    void hasOneLineForAllMessagesThatOneStrategyDealsWith(String outcome, List<MqttFailureHandler.Factory> strategies) {
        try (LogCapture log = new LogCapture(Level.WARNING); ScriptedBroker broker = sending(false)) {
            nackAll(broker, strategies);
            List<String> said = log.lines("WARN").stream().filter(line -> line.contains(outcome)).toList();
            assertThat(said).singleElement().asString().contains("Channel 'in'", "topic 't'", "a reason\\n on", "So far: 1")
                    .doesNotContain("\n");
        }
    }

    @Test
    void hasOneLineForAllDeadLettersThatTheBrokerRefuses() {
        try (LogCapture log = new LogCapture(Level.WARNING); ScriptedBroker broker = sending(true)) {
            nackAll(broker, List.of(Strategies.deadLetterTopic(), Strategies.ignore()));
            assertThat(log.lines("ERROR")).singleElement().asString().contains("its dead letter cannot be published", "0x87",
                    "a reason\\n on");
            assertThat(log.lines("WARN")).singleElement().asString().contains("is ignored");
        }
    }

    @Test
    void hasEachMessageWithItsStackAtLevelDebug() {
        try (LogCapture log = new LogCapture(); ScriptedBroker broker = sending(false)) {
            nackAll(broker, List.of(Strategies.ignore()));
            assertThat(log.lines("DEBUG").stream().filter(line -> line.contains("was nacked and is ignored"))).hasSize(MESSAGES)
                    .allSatisfy(line -> assertThat(line).contains("at io.quarkiverse.mqttx"));
        }
    }

    private void nackAll(ScriptedBroker broker, List<MqttFailureHandler.Factory> strategies) {
        List<Message<?>> messages = List.copyOf(
                subscribe(incoming("in", "t", 1).strategy(strategies.toArray(MqttFailureHandler.Factory[]::new))
                        .on(fixture.client(broker)), MESSAGES).awaitItems(MESSAGES, PATIENCE).getItems());
        messages.forEach(message -> assertThat(message.nack(BAD).toCompletableFuture()).succeedsWithin(PATIENCE));
    }

    private static ScriptedBroker sending(boolean refusesDeadLetters) {
        return ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            for (int id = 1; id <= MESSAGES; id++) {
                conversation.publish("t", 1, id, "on");
            }
            for (int letters = 0; refusesDeadLetters && letters < MESSAGES; letters++) {
                conversation.send(Packets.pubAck(conversation.skipTo("PUBLISH").packetId(), 0x87));
            }
            conversation.serve();
        });
    }
}
