package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

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
    void tellsWhatGoesThroughJson() {
        PayloadCheck check = new PayloadCheck(INDEX, true, false);
        assertThat(check.mappedToJson(type("plain")).name().toString()).isEqualTo(Reading.class.getName());
        assertThat(check.mappedToJson(type("list")).name().toString()).isEqualTo(Reading.class.getName());
        assertThat(check.mappedToJson(type("bytes"))).isNull();
        assertThat(check.mappedToJson(type("state"))).isNull();
    }

    @Test
    void warnsOfPayloadsThatNothingConverts() {
        ChannelUsage map = usage("map");
        assertThat(new PayloadCheck(INDEX, true, false).warnings(List.of(map, usage("list"), usage("plain"), usage("state"))))
                .singleElement().asString().contains("'in'", "java.util.Map", "Application#map", "MessageConverter");
        assertThat(new PayloadCheck(INDEX, true, true).warnings(List.of(map)))
                .as("an own converter may know").isEmpty();
    }

    @Test
    void warnsWhenJsonIsNeededAndNotThere() {
        assertThat(new PayloadCheck(INDEX, false, false).warnings(List.of(usage("plain"), usage("bytes"))))
                .singleElement().asString().contains("quarkus-jackson", "Application#plain");
    }

    private static ChannelUsage usage(String method) {
        return new ChannelUsage(new ConfiguredChannel(true, "in"), type(method), "Application#" + method);
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
            return Index.of(Application.class, Reading.class, State.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Reading(double celsius) {
    }

    enum State {
        ON
    }

    abstract static class Application {

        Emitter<Reading> emitter;

        abstract void plain(Reading reading);

        abstract CompletionStage<Void> message(Message<Reading> message);

        abstract void stream(Multi<Message<Reading>> stream);

        abstract Flow.Subscriber<Reading> subscriber();

        abstract Flow.Processor<String, Message<Reading>> processor();

        abstract void bytes(byte[] payload);

        abstract void raw(Message<?> message);

        abstract void list(List<Reading> readings);

        abstract void map(Map<String, String> map);

        abstract void state(State state);

        abstract Uni<Message<Reading>> later();

        abstract CompletionStage<Integer> stage();
    }
}
