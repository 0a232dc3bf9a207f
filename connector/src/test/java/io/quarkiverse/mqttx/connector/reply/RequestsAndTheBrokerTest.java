package io.quarkiverse.mqttx.connector.reply;

import static io.quarkiverse.mqttx.connector.reply.Calculator.PATIENCE;
import static io.quarkiverse.mqttx.connector.reply.Calculator.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.PendingReply;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.connector.reply.Calculator.Answer;
import io.quarkiverse.mqttx.connector.reply.Calculator.Asker;
import io.quarkiverse.mqttx.connector.reply.Calculator.Question;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** What the broker has to say of a request before anybody can reply: every packet is looked at. */
@Tag("broker")
class RequestsAndTheBrokerTest {

    private static final Question QUESTION = new Question(1, 2);

    private TestApplication application;

    @AfterEach
    void end() {
        application.close();
    }

    private void ask(ScriptedBroker broker, String... attributes) {
        // what a test leaves open is not waited for at its end
        application = new TestApplication(broker.host(), broker.port()).connector("shutdown-timeout-seconds", "0");
        asking(application, attributes).start();
    }

    private MqttRequestReply<Question, Answer> questions() {
        return application.get(Asker.class).questions();
    }

    private <T> UniAssertSubscriber<T> subscribe(Uni<T> uni) {
        return uni.subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void failsWhenTheBrokerRefusesTheRequest() {
        try (ScriptedBroker scripted = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.grant(1);
            RawPacket request = conversation.skipTo("PUBLISH");
            conversation.send(Packets.pubAck(request.packetId(), 0x87));
            conversation.silence();
        })) {
            ask(scripted);

            assertThatThrownBy(() -> questions().request(QUESTION).await().atMost(PATIENCE))
                    .isInstanceOf(PublishException.class)
                    .satisfies(refusal -> assertThat(((PublishException) refusal).reasonCode()).isEqualTo(0x87));
            assertThat(questions().getPendingReplies()).isEmpty();
        }
    }

    @Test
    void failsWhenTheBrokerRefusesTheSubscriptionAndTheChannelIsNotReady() {
        try (ScriptedBroker scripted = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.grant(0x87);
            conversation.silence();
        })) {
            ask(scripted);

            assertThatThrownBy(() -> questions().request(QUESTION).await().atMost(PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("channel 'questions' gets no replies", "/questions/#", "0x87");
            assertThatThrownBy(() -> questions().waitForSubscription().await().atMost(PATIENCE))
                    .hasMessageContaining("0x87");
            assertThat(application.connector().getReadiness().getChannels()).singleElement().satisfies(channel -> {
                assertThat(channel.isOk()).isFalse();
                assertThat(channel.getMessage()).contains("0x87");
            });
            assertThat(scripted.received("PUBLISH")).isEmpty();
        }
    }

    @Test
    void sendsNothingBeforeTheSubscriptionIsGranted() {
        CompletableFuture<Void> grant = new CompletableFuture<>();
        try (ScriptedBroker scripted = ScriptedBroker.start(conversation -> {
            conversation.accept();
            RawPacket subscribe = conversation.expect("SUBSCRIBE");
            grant.join();
            conversation.send(Packets.subAck(conversation.version(), subscribe.packetId(), 1));
            conversation.expect("PUBLISH");
            conversation.silence();
        })) {
            ask(scripted);
            UniAssertSubscriber<Answer> asked = subscribe(questions().request(QUESTION));
            scripted.awaitReceived("SUBSCRIBE", 1);
            assertThat(questions().getPendingReplies()).hasSize(1)
                    .allSatisfy((id, pending) -> assertThat(pending.replyTopic()).isNull());
            assertThat(scripted.received("PUBLISH")).isEmpty();
            grant.complete(null);

            scripted.awaitReceived("PUBLISH", 1);
            asked.assertNotTerminated();
        }
    }

    @Test
    void getsItsRepliesWhereTheBrokerWantsThem() {
        try (ScriptedBroker scripted = ScriptedBroker.start(conversation -> {
            conversation.expect("CONNECT");
            // Response Information "a/b/"
            conversation.send(Packets.connAck5(false, 0, "1a0004612f622f"));
            conversation.grant(1);
            conversation.expect("PUBLISH");
            conversation.silence();
        })) {
            ask(scripted, "client-id", "c/7");
            subscribe(questions().request(QUESTION));
            scripted.awaitReceived("PUBLISH", 1);

            assertThat(questions().getPendingReplies().values()).singleElement().extracting(PendingReply::replyTopic)
                    .isEqualTo("a/b/c-7/questions");
        }
    }
}
