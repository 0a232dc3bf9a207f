package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkiverse.mqttx.runtime.PlannedChannel;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

/** Replies are the only payloads in JSON: the build must see them, or there is nothing that converts them. */
@Tag("slow")
class RequestReplyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Application.class, Answer.class, Picky.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.asked.topic", "sum/#")
            .overrideConfigKey("mp.messaging.incoming.asked.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.answers.reply", "true")
            .overrideConfigKey("mp.messaging.outgoing.answers.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.questions.topic", "sum")
            .overrideConfigKey("mp.messaging.outgoing.questions.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.questions.reply-failure-handler", "picky")
            .overrideConfigKey("mp.messaging.outgoing.maybe.topic", "sum")
            .overrideConfigKey("mp.messaging.outgoing.maybe.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.lists.topic", "sum")
            .overrideConfigKey("mp.messaging.outgoing.lists.qos", "1");

    @Inject
    Application application;

    @Inject
    ChannelPlan plan;

    /** The replier is subscribed by then, or the first request is asked again. */
    private <T> T ask(MqttRequestReply<String, T> channel, String question) {
        return channel.request(question).ifNoItem().after(Duration.ofSeconds(1)).fail()
                .onFailure(io.smallrye.mutiny.TimeoutException.class).retry().atMost(20).await().atMost(PATIENCE);
    }

    @Test
    void repliesAreConvertedToTheTypesOfTheInjectionPoints() {
        assertThat(ask(application.questions(), "{\"sum\":3}")).isEqualTo(new Answer(3));
        assertThat(ask(application.lists(), "[{\"sum\":1},{\"sum\":2}]")).containsExactly(new Answer(1), new Answer(2));
    }

    @Test
    void aReplyWithoutPayloadIsAnEmptyOptional() {
        assertThat(ask(application.maybe(), "{\"sum\":3}")).contains(new Answer(3));
        assertThat(ask(application.maybe(), "")).isEmpty();
    }

    @Test
    void handlersOfTheApplicationAreThere() {
        ask(application.lists(), "[]");

        assertThat(application.questions().request("refuse").onItemOrFailure().transform((answer, failure) -> failure).await()
                .atMost(PATIENCE)).isInstanceOf(IllegalArgumentException.class).hasMessage("refuse");
    }

    @Test
    void areInThePlan() {
        assertThat(plan.channels()).noneMatch(channel -> channel.incoming() && channel.name().equals("questions"))
                .filteredOn(channel -> channel.name().equals("questions")).singleElement()
                .satisfies(channel -> assertThat(channel.uses()).extracting(PlannedChannel.Use::payloadType)
                        .containsExactlyInAnyOrder("java.lang.String", Answer.class.getName()));
    }

    record Answer(int sum) {
    }

    @ApplicationScoped
    @Identifier("picky")
    public static class Picky implements ReplyFailureHandler {

        @Override
        public Throwable handleReply(Message<byte[]> reply) {
            String text = new String(reply.getPayload());
            return text.equals("refuse") ? new IllegalArgumentException(text) : null;
        }
    }

    @ApplicationScoped
    public static class Application {

        @Channel("questions")
        MqttRequestReply<String, Answer> questions;

        @Channel("lists")
        MqttRequestReply<String, List<Answer>> lists;

        @Channel("maybe")
        MqttRequestReply<String, Optional<Answer>> maybe;

        MqttRequestReply<String, Optional<Answer>> maybe() {
            return maybe;
        }

        MqttRequestReply<String, Answer> questions() {
            return questions;
        }

        MqttRequestReply<String, List<Answer>> lists() {
            return lists;
        }

        @Incoming("asked")
        @Outgoing("answers")
        String echo(String question) {
            return question;
        }
    }
}
