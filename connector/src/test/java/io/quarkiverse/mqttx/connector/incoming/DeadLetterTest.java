package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterFormat;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What is published of messages that cannot be processed, and when the broker hears of them. */
@Tag("broker")
class DeadLetterTest {

    private static final IllegalStateException BAD = new IllegalStateException("no order 17",
            new IllegalArgumentException("17"));

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    private AssertSubscriber<Message<?>> receive(ChannelFixture.Incoming channel, ScriptedBroker broker) {
        return subscribe(channel.strategy(Strategies.deadLetterTopic()).on(fixture.client(broker)), 10).awaitItems(1, PATIENCE);
    }

    @Test
    void theBrokerHasTheDeadLetterBeforeTheMessageIsAcknowledged() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            conversation.publish("plant/4", 1, 7, "on");
            RawPacket letter = conversation.expect("PUBLISH");
            assertThat(letter.topic()).isEqualTo("dead-letter/in/plant/4");
            assertThat(letter.qos()).isEqualTo(1);
            assertThat(letter.retain()).isFalse();
            assertThat(letter.payload()).isEqualTo("on".getBytes());
            // Were the message acknowledged already, that would be the next packet
            conversation.send(Packets.pingResp());
            conversation.send(Packets.pubAck(letter.packetId()));
            assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(7);
        })) {
            Message<?> message = receive(incoming("in", "plant/+", 1), broker).getItems().get(0);
            assertThat(message.nack(BAD).toCompletableFuture()).succeedsWithin(PATIENCE);
            broker.awaitScripts();
            List<String> order = broker.received().stream().map(RawPacket::type).toList();
            assertThat(order.indexOf("PUBLISH")).isLessThan(order.indexOf("PUBACK"));
        }
    }

    @Test
    void aMessageWhoseDeadLetterIsNotAcknowledgedIsNotEither() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            conversation.publish("t", 1, 7, "on");
            conversation.skipTo("PUBLISH");
            conversation.send(Packets.publish(conversation.version(), "t", 0, 0, "last".getBytes()));
            conversation.serve();
        })) {
            AssertSubscriber<Message<?>> subscriber = receive(incoming("in", "t", 1), broker);
            CompletableFuture<Void> nacked = subscriber.getItems().get(0).nack(BAD).toCompletableFuture();
            subscriber.awaitItems(2, PATIENCE);
            assertThat(nacked).isNotDone();
            assertThat(broker.received("PUBACK")).isEmpty();
        }
    }

    @Test
    void aMessageWhoseDeadLetterIsRefusedStaysWithTheBroker() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            conversation.publish("t", 1, 7, "on");
            conversation.send(Packets.pubAck(conversation.skipTo("PUBLISH").packetId(), 0x97));
            conversation.silence();
        })) {
            AssertSubscriber<Message<?>> subscriber = receive(incoming("in", "t", 1), broker);
            assertThat(subscriber.getItems().get(0).nack(BAD).toCompletableFuture()).failsWithin(PATIENCE);
            subscriber.awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "no order 17");
            assertThat(broker.received("PUBACK")).isEmpty();
        }
    }

    @Test
    void whatIsRefusedGoesToTheNextStrategyWhereThereIsOne() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            conversation.publish("t", 1, 7, "on");
            conversation.send(Packets.pubAck(conversation.skipTo("PUBLISH").packetId(), 0x87));
            assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(7);
        })) {
            IncomingChannel channel = incoming("in", "t", 1).strategy(Strategies.deadLetterTopic(), Strategies.ignore())
                    .on(fixture.client(broker));
            subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0).nack(BAD);
            broker.awaitScripts();
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in"));
        }
    }

    @Test
    void inMqtt5ItSaysWhatHasHappenedAndWhatTheMessageSaid() throws Exception {
        // Text, expires, "a/b" as content type, response topic "r", correlation data 1, user property x=1
        String properties = "01 01 02 00 00 00 09 03 00 03 61 2F 62 08 00 01 72 09 00 01 01 26 00 01 78 00 01 31";
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 2);
            conversation.send(Packets.publish5(properties, "t", 2, 7, "on".getBytes()));
            conversation.serve();
        })) {
            Message<?> message = receive(incoming("in", "t", 2).deadLetter("dead/{channel}", 2, DeadLetterFormat.PAYLOAD),
                    broker).getItems().get(0);
            message.nack(BAD).toCompletableFuture().get();
            RawPacket letter = broker.received("PUBLISH").get(0);
            assertThat(letter.topic()).isEqualTo("dead/in");
            assertThat(letter.qos()).isEqualTo(2);
            assertThat(userProperties(letter)).containsExactly(entry("dead-letter-channel", "in"),
                    entry("dead-letter-topic", "t"), entry("dead-letter-qos", "2"), entry("dead-letter-retain", "false"),
                    entry("dead-letter-attempts", "1"),
                    entry("dead-letter-exception-class-name", "java.lang.IllegalStateException"),
                    entry("dead-letter-reason", "no order 17"),
                    entry("dead-letter-cause-class-name", "java.lang.IllegalArgumentException"),
                    entry("dead-letter-cause", "17"), entry("x", "1"));
            assertThat(properties(letter).listAll()).hasSize(5);
            assertThat(properties(letter).getProperty(MqttPropertyType.PAYLOAD_FORMAT_INDICATOR.value()).value()).isEqualTo(1);
            assertThat(properties(letter).getProperty(MqttPropertyType.CONTENT_TYPE.value()).value()).isEqualTo("a/b");
            assertThat(properties(letter).getProperty(MqttPropertyType.RESPONSE_TOPIC.value()).value()).isEqualTo("r");
            assertThat((byte[]) properties(letter).getProperty(MqttPropertyType.CORRELATION_DATA.value()).value())
                    .containsExactly(1);
        }
    }

    @Test
    void textsThatNoPacketCanCarryAreMadeFit() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t on")) {
            Message<?> message = receive(incoming("in", "t", 1), broker).getItems().get(0);
            message.nack(new IllegalStateException("a\0b\uD800" + "c".repeat(100_000))).toCompletableFuture().get();
            assertThat(userProperties(broker.received("PUBLISH").get(0)).get("dead-letter-reason"))
                    .startsWith("a\\u0000b\\ud800ccc")
                    .endsWith("…").hasSizeLessThan(1_020);
        }
    }

    @Test
    void whatTheNextBrokerMayRefuseIsShownInsteadOfCopied() throws Exception {
        // A topic, a content type, a response topic and a user property with line feeds, from a broker that takes them
        String properties = "03 00 03 61 0A 62 08 00 02 72 0A 26 00 02 78 0A 00 02 31 0A";
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            conversation.send(Packets.publish5(properties, "t/\n", 1, 7, "on".getBytes()));
            conversation.serve();
        })) {
            receive(incoming("in", "t/+", 1), broker).getItems().get(0).nack(BAD).toCompletableFuture().get();
            RawPacket letter = broker.received("PUBLISH").get(0);
            assertThat(letter.topic()).isEqualTo("dead-letter/in/t/\\u000a");
            assertThat(properties(letter).getProperty(MqttPropertyType.CONTENT_TYPE.value()).value())
                    .isEqualTo("a\\u000ab");
            assertThat(properties(letter).getProperty(MqttPropertyType.RESPONSE_TOPIC.value()).value())
                    .isEqualTo("r\\u000a");
            assertThat(userProperties(letter)).contains(entry("x\\u000a", "1\\u000a"),
                    entry("dead-letter-topic", "t/\\u000a"));
        }
    }

    @Test
    void aResponseTopicToWhichNobodyCanPublishDoesNotCostTheMessage() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            conversation.send(Packets.publish5("08 00 03 72 2F 23 26 00 01 78 00 01 31", "t", 1, 7, "on".getBytes()));
            conversation.serve();
        })) {
            receive(incoming("in", "t", 1), broker).getItems().get(0).nack(BAD).toCompletableFuture().get();
            RawPacket letter = broker.received("PUBLISH").get(0);
            assertThat(properties(letter).getProperty(MqttPropertyType.RESPONSE_TOPIC.value())).isNull();
            assertThat(userProperties(letter)).contains(entry("dead-letter-topic", "t"), entry("x", "1"));
        }
    }

    private static final IllegalStateException VERBOSE = new IllegalStateException("x".repeat(900), BAD.getCause());

    /** Of a message of 200 bytes that is no text; {@code null} when the channel has stopped instead. */
    private RawPacket letter(DeadLetterFormat format, int maximumPacketSize, boolean disconnects) throws Exception {
        CountDownLatch isNacked = new CountDownLatch(1);
        byte[] payload = new byte[200];
        Arrays.fill(payload, (byte) 0xFF);
        ScriptedBroker.Script accept = conversation -> {
            conversation.expect("CONNECT");
            conversation.send(Packets.connAck5(false, 0, "27" + HexFormat.of().toHexDigits(maximumPacketSize)));
            grant(conversation, 1, 1);
        };
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            accept.run(conversation);
            conversation.send(Packets.publish5("", "t", 1, 7, payload));
            if (disconnects) {
                conversation.close();
            } else {
                conversation.serve();
            }
        }, conversation -> {
            isNacked.await();
            accept.run(conversation);
            conversation.serve();
        })) {
            ReconnectingClient client = fixture.client(broker);
            Message<?> message = subscribe(incoming("in", "t", 1).strategy(Strategies.deadLetterTopic())
                    .deadLetter("dead", 1, format).on(client), 10).awaitItems(1, PATIENCE).getItems().get(0);
            if (disconnects) {
                await().atMost(PATIENCE).until(() -> !client.status().isConnected());
            }
            CompletableFuture<Void> nacked = message.nack(VERBOSE).toCompletableFuture();
            isNacked.countDown();
            boolean stopped = nacked.handle((done, refusal) -> refusal != null).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            ChannelFixture.get(client.stop(Duration.ZERO));
            return stopped ? null : broker.received("PUBLISH").get(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheBrokerFindsTooLargeSaysLess(DeadLetterFormat format) throws Exception {
        List<String> said = new ArrayList<>();
        int limit = letter(format, 100_000, false).bytes().length;
        RawPacket letter;
        while ((letter = letter(format, limit, false)) != null) {
            assertThat(letter.bytes().length).isLessThanOrEqualTo(limit);
            said.add(format == DeadLetterFormat.JSON ? new String(letter.payload(), StandardCharsets.UTF_8)
                    : userProperties(letter).toString());
            limit -= 40;
        }
        assertThat(limit).isLessThan(format == DeadLetterFormat.JSON ? 380 : 240); // the message itself, as base64 or not
        assertThat(said.get(0)).contains("xxx", "IllegalArgumentException", "17").doesNotContain("shortened");
        assertThat(said).isSortedAccordingTo(Comparator.comparing(String::length).reversed())
                .anyMatch(text -> text.contains("shortened") && text.contains("IllegalArgumentException"))
                .anyMatch(text -> text.contains("shortened") && text.contains("IllegalStateException")
                        && !text.contains("IllegalArgumentException"));
        assertThat(said.get(said.size() - 1)).doesNotContain("IllegalStateException", "shortened");
    }

    @Test
    void theLimitCountsAlsoWhereItBecomesKnownLater() throws Exception {
        assertThat(userProperties(letter(DeadLetterFormat.PAYLOAD, 400, true))).containsEntry("dead-letter-shortened", "true")
                .containsEntry("dead-letter-topic", "t");
    }

    @Test
    void whatDoesNotFitAtAllGoesToTheNextStrategyWithAReason() throws Exception {
        try (LogCapture log = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.expect("CONNECT");
            conversation.send(Packets.connAck5(false, 0, "27 00 00 00 40"));
            grant(conversation, 1, 1);
            conversation.send(Packets.publish5("", "t", 1, 7, new byte[64]));
            assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(7);
        })) {
            subscribe(incoming("in", "t", 1).strategy(Strategies.deadLetterTopic(), Strategies.ignore())
                    .on(fixture.client(broker)), 1).awaitItems(1, PATIENCE).getItems().get(0).nack(BAD);
            broker.awaitScripts();
            assertThat(log.lines("ERROR")).singleElement().asString().contains("Channel 'in'", "64 bytes", "raise the limit");
        }
    }

    @Test
    void anEnvelopeSaysItInAnyVersion() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(
                Conversation::refuseMqtt5,
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "grün");
                    conversation.send(Packets.publish(conversation.version(), "t", 1, 2, new byte[] { (byte) 0xFF }));
                    conversation.serve();
                })) {
            AssertSubscriber<Message<?>> subscriber = receive(
                    incoming("in", "t", 1).deadLetter("dead", 1, DeadLetterFormat.JSON), broker).awaitItems(2, PATIENCE);
            for (Message<?> message : subscriber.getItems()) {
                message.nack(BAD).toCompletableFuture().get();
            }
            List<JsonObject> letters = broker.received("PUBLISH").stream()
                    .map(letter -> new JsonObject(new String(letter.payload(), StandardCharsets.UTF_8))).toList();
            assertThat(letters.get(0)).isEqualTo(new JsonObject("""
                    {"channel": "in", "topic": "t", "qos": 1, "retain": false, "attempts": 1, "brokerDeliveries": 1,
                     "exception": {"class": "java.lang.IllegalStateException", "message": "no order 17"},
                     "cause": {"class": "java.lang.IllegalArgumentException", "message": "17"},
                     "encoding": "text", "payload": "grün"}"""));
            assertThat(letters.get(1).getString("encoding")).isEqualTo("base64");
            assertThat(Base64.getDecoder().decode(letters.get(1).getString("payload"))).containsExactly(0xFF);
        }
    }

    @Test
    void anEnvelopeOfMqtt5HasTheProperties() throws Exception {
        String properties = "03 00 03 61 2F 62 08 00 01 72 09 00 01 01 26 00 01 78 00 01 31";
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            conversation.send(Packets.publish5(properties, "t", 1, 7, "on".getBytes()));
            conversation.serve();
        })) {
            receive(incoming("in", "t", 1).deadLetter("dead", 1, DeadLetterFormat.JSON), broker).getItems().get(0).nack(BAD)
                    .toCompletableFuture().get();
            RawPacket letter = broker.received("PUBLISH").get(0);
            JsonObject json = new JsonObject(new String(letter.payload(), StandardCharsets.UTF_8));
            assertThat(json.getString("contentType")).isEqualTo("a/b");
            assertThat(json.getString("responseTopic")).isEqualTo("r");
            assertThat(Base64.getDecoder().decode(json.getString("correlationData"))).containsExactly(1);
            assertThat(json.getJsonArray("userProperties"))
                    .isEqualTo(new JsonArray().add(new JsonObject().put("name", "x").put("value", "1")));
            assertThat(properties(letter).getProperty(MqttPropertyType.CONTENT_TYPE.value()).value())
                    .isEqualTo("application/json");
            assertThat(userProperties(letter)).containsEntry("dead-letter-topic", "t").doesNotContainKey("x");
        }
    }

    @Test
    void theNackMaySayWhereItGoes() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t on")) {
            Message<?> message = receive(incoming("in", "t", 1), broker).getItems().get(0);
            message.nack(BAD, Metadata.of(OutgoingMqttMetadata.builder().withTopic("elsewhere").withQos(2)
                    .withUserProperty("y", "2").build())).toCompletableFuture().get();
            RawPacket letter = broker.received("PUBLISH").get(0);
            assertThat(letter.topic()).isEqualTo("elsewhere");
            assertThat(letter.qos()).isEqualTo(2);
            assertThat(userProperties(letter)).containsEntry("y", "2").containsEntry("dead-letter-topic", "t");
        }
    }

    @Test
    void theNackMayNotSendItAtQos0() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t on")) {
            Message<?> message = receive(incoming("in", "t", 1), broker).getItems().get(0);
            message.nack(BAD, Metadata.of(OutgoingMqttMetadata.builder().withQos(0).build())).toCompletableFuture().get();
            assertThat(broker.received("PUBLISH").get(0).qos()).isEqualTo(1);
        }
    }

    @Test
    void oneThatTheNackWouldSendToTheChannelItselfIsNotSent() {
        try (ScriptedBroker broker = delivering(1, 1, "t/1 on")) {
            AssertSubscriber<Message<?>> subscriber = receive(incoming("in", "t/+", 1), broker);
            subscriber.getItems().get(0).nack(BAD, Metadata.of(OutgoingMqttMetadata.of("t/2")));
            subscriber.awaitFailure(PATIENCE);
            assertThat(broker.received("PUBLISH")).isEmpty();
        }
    }

    @Test
    void levelsOfTheTopicCanBeNamed() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "plant/4/state on")) {
            receive(incoming("in", List.of("plant/{line}/state"), 1).deadLetter("dead/{line}", 1, DeadLetterFormat.PAYLOAD),
                    broker).getItems().get(0).nack(BAD).toCompletableFuture().get();
            assertThat(broker.received("PUBLISH").get(0).topic()).isEqualTo("dead/4");
        }
    }

    @Test
    void qos0AndWhatWasAcknowledgedOnReceiptCanDieToo() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t on")) {
            receive(incoming("in", "t", 0), broker).getItems().get(0).nack(BAD).toCompletableFuture().get();
            assertThat(broker.received("PUBLISH")).hasSize(1);
            assertThat(broker.received("PUBACK")).isEmpty();
        }
        try (ScriptedBroker broker = delivering(1, 1, "t on")) {
            receive(incoming("in", "t", 1).acksOnReceipt(), broker).getItems().get(0).nack(BAD).toCompletableFuture().get();
            assertThat(broker.received("PUBLISH")).hasSize(1);
            assertThat(broker.awaitReceived("PUBACK", 1)).hasSize(1);
        }
    }

    @Test
    void ofABroadcastEachConsumerMayLeaveADeadLetter() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(ofOneMessage())) {
            IncomingChannel channel = incoming("in", "t", 1).broadcast().strategy(Strategies.deadLetterTopic())
                    .on(fixture.client(broker));
            ChannelPublisher publisher = publisher(channel);
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(1);
            AssertSubscriber<Message<?>> second = AssertSubscriber.create(1);
            channel.eventLoop().execute(() -> {
                publisher.subscribe(first);
                publisher.subscribe(second);
            });
            first.awaitItems(1, PATIENCE).getItems().get(0).nack(BAD).toCompletableFuture().get();
            assertThat(broker.received("PUBACK")).isEmpty();
            second.awaitItems(1, PATIENCE).getItems().get(0).nack(BAD).toCompletableFuture().get();
            assertThat(broker.awaitReceived("PUBACK", 1)).hasSize(1);
            assertThat(broker.received("PUBLISH")).hasSize(2);
        }
    }

    private static ScriptedBroker.Script ofOneMessage() {
        return (Conversation conversation) -> {
            conversation.accept();
            grant(conversation, 1, 1);
            conversation.publish("t", 1, 1, "on");
            conversation.serve();
        };
    }

    private static MqttProperties properties(RawPacket packet) {
        return ((MqttPublishMessage) packet.message()).variableHeader().properties();
    }

    private static Map<String, String> userProperties(RawPacket packet) {
        Map<String, String> all = new LinkedHashMap<>();
        MqttProperties.UserProperties properties = (MqttProperties.UserProperties) properties(packet)
                .getProperty(MqttPropertyType.USER_PROPERTY.value());
        if (properties != null) {
            properties.value().forEach(pair -> all.put(pair.key, pair.value));
        }
        return all;
    }
}
