package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.GenericPayload;
import io.smallrye.reactive.messaging.TargetedMessages;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;

class PayloadTypesTest {

    private static final Index INDEX = index();

    @Test
    void findsTheConsumedPayload() {
        assertThat(consumed("plain")).isEqualTo(Reading.class.getName());
        assertThat(consumed("message")).isEqualTo(Reading.class.getName());
        assertThat(consumed("stream")).isEqualTo(Reading.class.getName());
        assertThat(consumed("subscriber")).isEqualTo(Reading.class.getName());
        assertThat(consumed("processor")).isEqualTo("java.lang.String");
        assertThat(consumed("bytes")).isEqualTo("byte[]");
        assertThat(consumed("raw")).isNull();
    }

    @Test
    void findsTheProducedPayload() {
        assertThat(produced("processor")).isEqualTo(Reading.class.getName());
        assertThat(produced("later")).isEqualTo(Reading.class.getName());
        assertThat(produced("stage")).isEqualTo("java.lang.Integer");
    }

    @Test
    void findsThePayloadOfAnEmitter() {
        assertThat(PayloadTypes.carried(INDEX.getClassByName(Application.class).field("emitter").type()).toString())
                .isEqualTo(Reading.class.getName());
    }

    @Test
    void takesMessagesThatSayNothingForUnknown() {
        assertThat(consumed("mqttMessage")).isNull();
        assertThat(consumed("withMetadata")).isNull();
        assertThat(PayloadTypes.produced(method("targeted"))).isNull();
    }

    @Test
    void seesThroughWhatReactiveMessagingTakesApart() {
        assertThat(consumed("keyed")).isEqualTo(Reading.class.getName());
        assertThat(consumed("variable")).isEqualTo(Reading.class.getName());
        assertThat(produced("answer")).isEqualTo(Reading.class.getName());
        assertThat(consumed("batch")).isEqualTo("java.util.List<" + Reading.class.getName() + ">");
    }

    private static Type type(String method) {
        return PayloadTypes.consumed(method(method));
    }

    private static String consumed(String method) {
        Type type = type(method);
        return type == null ? null : type.toString();
    }

    private static String produced(String method) {
        return PayloadTypes.produced(method(method)).toString();
    }

    private static MethodInfo method(String name) {
        return INDEX.getClassByName(Application.class).firstMethod(name);
    }

    private static Index index() {
        try {
            return Index.of(Application.class, Reading.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Reading(double celsius) {
    }

    abstract static class Application<T extends Reading> {

        abstract CompletionStage<Void> mqttMessage(IncomingMqttMessage message);

        abstract void withMetadata(GenericPayload<Reading> payload);

        abstract TargetedMessages targeted(String text);

        abstract Multi<String> keyed(KeyedMulti<String, Reading> readings);

        abstract void variable(T reading);

        abstract GenericPayload<Reading> answer(String text);

        abstract Uni<Void> batch(Message<List<Reading>> readings);

        Emitter<Reading> emitter;

        abstract void plain(Reading reading);

        abstract CompletionStage<Void> message(Message<Reading> message);

        abstract void stream(Multi<Message<Reading>> stream);

        abstract Flow.Subscriber<Reading> subscriber();

        abstract Flow.Processor<String, Message<Reading>> processor();

        abstract void bytes(byte[] payload);

        abstract void raw(Message<?> message);

        abstract Uni<Message<Reading>> later();

        abstract CompletionStage<Integer> stage();
    }
}
