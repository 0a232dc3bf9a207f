package io.quarkiverse.mqttx.connector.reply;

import static io.quarkiverse.mqttx.connector.reply.Calculator.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.connector.reply.Calculator.Adder;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** What an ordinary processor sends on, with and without {@code reply=true}; asked by a client that is not ours. */
@Tag("broker")
class ReplyingChannelTest {

    private static final byte[] QUESTION = "{\"a\":1,\"b\":2}".getBytes(StandardCharsets.UTF_8);

    private final ArtemisBroker broker = new ArtemisBroker();
    private final TestApplication application = new TestApplication(broker);
    private ReferenceClient outside;

    @BeforeEach
    void start() {
        broker.start();
        outside = ReferenceClient.connect(broker).subscribe("to/me", 1).subscribe("elsewhere", 1).subscribe("answers", 1);
    }

    @AfterEach
    void end() {
        outside.close();
        application.close();
        broker.close();
    }

    @Test
    void sendsTheReplyToTheResponseTopicWithTheCorrelationDataAndNothingElseOfTheRequest() {
        run(Adder.class);
        MqttProperties request = request("to/me", "id");
        request.setContentType("application/question+json");
        request.getUserProperties().add(new UserProperty("trace", "7"));
        outside.publish("sum", QUESTION, 1, false, request);

        ReceivedMessage reply = outside.awaitReceived(1).get(0);
        assertThat(reply.topic()).isEqualTo("to/me");
        assertThat(reply.text()).isEqualTo("{\"sum\":3}");
        assertThat(reply.properties().getCorrelationData()).asString(StandardCharsets.UTF_8).isEqualTo("id");
        assertThat(reply.properties().getContentType()).as("its own").isEqualTo("application/json");
        assertThat(reply.properties().getUserProperties()).isEmpty();
        assertThat(reply.properties().getResponseTopic()).isNull();
    }

    @Test
    void sendsTheReplyWhereTheTopicOfTheRequestSays() {
        run(Adder.class);
        outside.publish("sum/reply-to/to/me", QUESTION, 1, false);

        assertThat(outside.awaitReceived(1)).singleElement().extracting(ReceivedMessage::topic).isEqualTo("to/me");
    }

    @Test
    void dropsTheReplyToWhatIsNoRequestAndGoesOn() {
        try (LogCapture log = new LogCapture()) {
            run(Adder.class);
            outside.publish("sum", QUESTION, 1, false);
            await().untilAsserted(() -> assertThat(log.lines("WARN")).anySatisfy(line -> assertThat(line)
                    .contains("Channel 'answers' drops a reply", "topic 'sum'", "So far: 1")));
            outside.publish("sum", QUESTION, 1, false, request("to/me", "id"));

            assertThat(outside.awaitReceived(1)).singleElement().extracting(ReceivedMessage::topic).isEqualTo("to/me");
        }
    }

    @Test
    void sendsTheReplyToWhatIsNoRequestToTheTopicThatIsSet() {
        run(Adder.class, "topic", "elsewhere");
        outside.publish("sum", QUESTION, 1, false);
        outside.publish("sum", QUESTION, 1, false, request("to/me", "id"));

        assertThat(outside.awaitReceived(2)).extracting(ReceivedMessage::topic).containsExactlyInAnyOrder("elsewhere", "to/me");
    }

    @Test
    void letsTheMetadataOfTheReplyWin() {
        run(Elsewhere.class);
        outside.publish("sum", QUESTION, 1, false, request("to/me", "id"));

        ReceivedMessage reply = outside.awaitReceived(1).get(0);
        assertThat(reply.topic()).isEqualTo("elsewhere");
        assertThat(reply.properties().getCorrelationData()).isNull();
    }

    @Test
    void letsTheCorrelationDataOfTheReplyWin() {
        run(OwnCorrelation.class);
        outside.publish("sum", QUESTION, 1, false, request("to/me", "id"));

        ReceivedMessage reply = outside.awaitReceived(1).get(0);
        assertThat(reply.topic()).isEqualTo("to/me");
        assertThat(reply.properties().getCorrelationData()).asString(StandardCharsets.UTF_8).isEqualTo("own");
    }

    @Test
    void carriesNothingOverWithoutBeingToldToReply() {
        application.beans(Adder.class).incoming("asked", "topic", "sum", "qos", "1").outgoing("answers", "qos", "1").start();
        awaitReady();
        outside.publish("sum", QUESTION, 1, false, request("to/me", "id"));

        ReceivedMessage forwarded = outside.awaitReceived(1).get(0);
        assertThat(forwarded.topic()).isEqualTo("answers");
        assertThat(forwarded.properties().getCorrelationData()).isNull();
    }

    @Test
    void doesNotStartWhenRepliesAreToBeRetained() {
        answering(application, Adder.class).outgoing("answers", "reply", "true", "retain", "true");

        assertThatThrownBy(application::start).rootCause()
                .hasMessageContaining("channel 'answers', attribute 'retain', value 'true': contradicts reply=true");
    }

    private void run(Class<?> replier, String... attributesOfReplies) {
        answering(application, replier).outgoing("answers", attributesOfReplies).start();
        awaitReady();
    }

    private void awaitReady() {
        await().atMost(Calculator.PATIENCE).until(() -> application.connector().getReadiness().isOk());
    }

    private static MqttProperties request(String responseTopic, String correlation) {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic(responseTopic);
        properties.setCorrelationData(correlation.getBytes(StandardCharsets.UTF_8));
        return properties;
    }

    @ApplicationScoped
    static class Elsewhere {

        @Incoming("asked")
        @Outgoing("answers")
        Message<String> answer(Message<byte[]> request) {
            return request.withPayload("x").addMetadata(OutgoingMqttMetadata.of("elsewhere"));
        }
    }

    @ApplicationScoped
    static class OwnCorrelation {

        @Incoming("asked")
        @Outgoing("answers")
        Message<String> answer(Message<byte[]> request) {
            return request.withPayload("x").addMetadata(OutgoingMqttMetadata.builder()
                    .withCorrelationData("own".getBytes(StandardCharsets.UTF_8)).build());
        }
    }
}
