package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

import io.quarkiverse.mqttx.deployment.PayloadCheck.Findings;
import io.quarkus.jackson.JacksonMixin;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

class PayloadCheckTest {

    private static final Index INDEX = index();

    @Test
    void refusesAnInterfaceThatNothingExplains() {
        for (String method : List.of("shape", "shapes", "shapeArray", "shapeMap", "square")) {
            assertThat(jackson().check(List.of(incoming(method))).errors()).singleElement().asString()
                    .contains("'in'", "Application#" + method, "is abstract", "Jackson", "@JsonTypeInfo");
        }
    }

    @Test
    void acceptsAnInterfaceThatIsExplained() {
        assertThat(all(jackson().check(List.of(incoming("described"), incoming("belowDescribed"), incoming("mixedIn"),
                incoming("annotatedOtherwise"), incoming("ownGeneric"), incoming("states"))))).isEmpty();
    }

    @Test
    void warnsOfAnInterfaceThatACustomizerMayExplain() {
        Findings findings = new PayloadCheck(new Payloads(INDEX), JsonLibrary.JACKSON, true, false, false)
                .check(List.of(incoming("shape")));
        assertThat(findings.errors()).isEmpty();
        assertThat(findings.warnings()).singleElement().asString().contains("Application#shape");
    }

    @Test
    void asksForTheAnnotationsOfTheLibraryThatIsThere() {
        assertThat(check(JsonLibrary.JSONB).check(List.of(incoming("shape"), incoming("described"))).errors()).hasSize(2)
                .allSatisfy(error -> assertThat(error).contains("JSON-B", "@JsonbTypeInfo"));
        assertThat(all(check(JsonLibrary.OWN).check(List.of(incoming("shape"))))).as("nobody knows").isEmpty();
    }

    @Test
    void warnsOfGenericRecordsWhichJsonBDoesNotRead() {
        Findings findings = check(JsonLibrary.JSONB).check(List.of(incoming("envelopes"), incoming("readings"),
                incoming("reading")));
        assertThat(findings.errors()).isEmpty();
        assertThat(findings.warnings()).singleElement().asString().contains("Application#envelopes", "setters");
        assertThat(all(jackson().check(List.of(incoming("envelopes"))))).isEmpty();
    }

    @Test
    void refusesWhatNeedsJsonWhenThereIsNone() {
        Findings findings = check(JsonLibrary.NONE).check(List.of(incoming("reading"), incoming("readings"),
                outgoing("reading"), incoming("bytes"), incoming("text"), incoming("object"), outgoing("buffer")));
        assertThat(findings.errors()).hasSize(3).allSatisfy(error -> assertThat(error).contains("quarkus-jackson"));
        assertThat(findings.warnings()).isEmpty();
    }

    @Test
    void refusesGenericTypesWhenTheLibraryKnowsNone() {
        Findings findings = check(JsonLibrary.MAPPING).check(List.of(incoming("map"), incoming("readings")));
        assertThat(findings.errors()).singleElement().asString().contains("Application#map", "JsonMapping",
                "quarkus-jackson", "MessageConverter");
    }

    @Test
    void refusesStreams() {
        assertThat(jackson().check(List.of(incoming("stream"))).errors()).singleElement().asString()
                .contains("java.io.InputStream", "byte[]");
    }

    @Test
    void refusesTwoGenericTypesOfOneClassInOneChannel() {
        assertThat(jackson().check(List.of(incoming("readings"), incoming("texts"))).errors()).singleElement().asString()
                .contains("Application#readings", "Application#texts", "List<java.lang.String>");
        assertThat(all(jackson().check(List.of(incoming("readings"), incoming("readings"), incoming("map"))))).isEmpty();
    }

    @Test
    void refusesRepliesThatNothingConvertsAndTellsTheirTypesApart() {
        assertThat(jackson().check(List.of(), List.of(incoming("shape"))).errors()).hasSize(1);
        assertThat(all(jackson().check(List.of(), List.of(incoming("readings"), incoming("texts"))))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void leavesAllToConvertersOfTheApplication(JsonLibrary library) {
        Findings findings = new PayloadCheck(new Payloads(INDEX), library, false, true, false).check(List.of(incoming("shape"),
                incoming("stream"), incoming("map"), incoming("readings"), incoming("texts"), incoming("reading")));
        assertThat(all(findings)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void neverRefusesWhatNeedsNoJson(JsonLibrary library) {
        assertThat(all(check(library).check(List.of(incoming("bytes"), incoming("text"), incoming("object"),
                incoming("buffer"), incoming("anything"), incoming("anyMessage"), incoming("state"))))).isEmpty();
    }

    @Test
    void warnsWhereAnInterceptorMayChangeThePayload() {
        Findings findings = new PayloadCheck(new Payloads(INDEX), JsonLibrary.NONE, false, false, true)
                .check(List.of(incoming("reading"), outgoing("reading")));
        assertThat(findings.errors()).isEmpty();
        assertThat(findings.warnings()).hasSize(2);
    }

    private static PayloadCheck jackson() {
        return check(JsonLibrary.JACKSON);
    }

    private static PayloadCheck check(JsonLibrary library) {
        return new PayloadCheck(new Payloads(INDEX), library, false, false, false);
    }

    private static List<String> all(Findings findings) {
        return java.util.stream.Stream.concat(findings.errors().stream(), findings.warnings().stream()).toList();
    }

    private static ChannelUsage incoming(String method) {
        return usage(true, "in", method);
    }

    private static ChannelUsage outgoing(String method) {
        return usage(false, "out", method);
    }

    private static ChannelUsage usage(boolean incoming, String channel, String method) {
        return new ChannelUsage(new ConfiguredChannel(incoming, channel),
                PayloadTypes.consumed(INDEX.getClassByName(Application.class).firstMethod(method)), "Application#" + method);
    }

    private static Index index() {
        try {
            return Index.of(Application.class, Reading.class, State.class, Shape.class, Square.class, Described.class,
                    BelowDescribed.class, MixedIn.class, Mixin.class, AnnotatedOtherwise.class, Envelope.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Reading(double celsius) {
    }

    record Envelope<T>(T content) {
    }

    enum State {
        ON {
            @Override
            boolean isOn() {
                return true;
            }
        };

        abstract boolean isOn();
    }

    interface Shape {
    }

    abstract static class Square implements Shape {
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    interface Described {
    }

    interface BelowDescribed extends Described {
    }

    interface MixedIn {
    }

    @JacksonMixin(MixedIn.class)
    abstract static class Mixin {
    }

    @interface Polymorphic {
    }

    @Polymorphic
    interface AnnotatedOtherwise {
    }

    abstract static class Application {

        abstract void bytes(byte[] payload);

        abstract void text(String payload);

        abstract void object(JsonObject payload);

        abstract void buffer(Buffer payload);

        abstract void anything(Object payload);

        abstract void anyMessage(Message<?> message);

        abstract void state(State payload);

        abstract void states(List<State> payload);

        abstract void reading(Reading payload);

        abstract void readings(List<Reading> payload);

        abstract void texts(List<String> payload);

        abstract void map(Map<String, Reading> payload);

        abstract void stream(InputStream payload);

        abstract void shape(Shape payload);

        abstract void shapes(List<Shape> payload);

        abstract void shapeArray(Shape[] payload);

        abstract void shapeMap(Map<String, List<? extends Shape>> payload);

        abstract void square(Square payload);

        abstract void described(Described payload);

        abstract void belowDescribed(BelowDescribed payload);

        abstract void mixedIn(MixedIn payload);

        abstract void annotatedOtherwise(AnnotatedOtherwise payload);

        abstract void envelopes(Map<String, Envelope<Reading>[]> payload);

        abstract void ownGeneric(Envelope<Shape> payload);
    }
}
