package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.convert.Conversion;
import io.quarkiverse.mqttx.runtime.PayloadType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

class PayloadsTest {

    private static final DotName READING = DotName.createSimple(Reading.class);
    private static final DotName ENVELOPE = DotName.createSimple(Envelope.class);

    private final Index index = index();
    private final Payloads payloads = new Payloads(index);

    @Test
    void tellTheConversionOfAType() {
        assertThat(payloads.conversion(null)).isEqualTo(Conversion.NONE);
        assertThat(payloads.conversion(type("bytes"))).isEqualTo(Conversion.NONE);
        assertThat(payloads.conversion(type("number"))).isEqualTo(Conversion.SCALAR);
        assertThat(payloads.conversion(type("state"))).isEqualTo(Conversion.SCALAR);
        assertThat(payloads.conversion(type("object"))).isEqualTo(Conversion.TEXT);
        assertThat(payloads.conversion(type("buffer"))).isEqualTo(Conversion.BUFFER);
        assertThat(payloads.conversion(type("instant"))).isEqualTo(Conversion.JSON);
        assertThat(payloads.conversion(type("reading"))).isEqualTo(Conversion.JSON);
        assertThat(payloads.conversion(type("readings"))).isEqualTo(Conversion.JSON);
        assertThat(payloads.conversion(type("nested"))).isEqualTo(Conversion.JSON);
    }

    @Test
    void findTheClassesThatJsonMaps() {
        assertThat(payloads.mappedClasses(type("reading"))).containsExactly(READING);
        assertThat(payloads.mappedClasses(type("readings"))).containsExactly(READING);
        assertThat(payloads.mappedClasses(type("nested"))).containsExactly(READING);
        assertThat(payloads.mappedClasses(type("envelope"))).containsExactly(ENVELOPE, READING);
        assertThat(payloads.mappedClasses(type("instant"))).isEmpty();
        assertThat(payloads.mappedClasses(type("state"))).isEmpty();
        assertThat(payloads.mappedClasses(type("bytes"))).isEmpty();
    }

    @Test
    void findTheArraysThatJsonMakes() {
        assertThat(payloads.mappedArrays(type("readings"))).containsExactly(Reading[].class.getName());
        assertThat(payloads.mappedArrays(type("nested"))).containsExactly(List[].class.getName());
        assertThat(payloads.mappedArrays(type("bytes"))).isEmpty();
        assertThat(payloads.mappedArrays(type("reading"))).isEmpty();
    }

    @Test
    void recordGenericTypes() {
        PayloadType reading = new PayloadType(Reading.class.getName(), List.of(), 0);
        PayloadType map = new PayloadType("java.util.Map", List.of(new PayloadType("java.lang.String", List.of(), 0), reading),
                0);
        assertThat(Payloads.recorded(type("nested"))).isEqualTo(new PayloadType("java.util.List", List.of(map), 1));
        assertThat(Payloads.recorded(type("readings"))).isEqualTo(new PayloadType(Reading.class.getName(), List.of(), 1));
    }

    @Test
    void nameTheConverterOfEachUse() {
        assertThat(converter(true, type("reading"), JsonLibrary.JACKSON, false)).isEqualTo("JSON by Jackson");
        assertThat(converter(false, type("nested"), JsonLibrary.JSONB, true)).isEqualTo("JSON by JSON-B");
        assertThat(converter(true, type("number"), JsonLibrary.JACKSON, true)).isEqualTo("the application's, else scalar");
        assertThat(converter(true, type("bytes"), JsonLibrary.NONE, true)).isEqualTo("none");
        assertThat(converter(true, null, JsonLibrary.JACKSON, false)).isEqualTo("none");
        assertThat(converter(false, null, JsonLibrary.JACKSON, false)).isEqualTo("any");
    }

    private String converter(boolean incoming, Type payload, JsonLibrary json, boolean ownConverters) {
        ChannelUsage usage = new ChannelUsage(new ConfiguredChannel(incoming, "channel"), payload, "Application#method");
        return ChannelConversion
                .of(usage, payloads,
                        new PayloadsBuildItem(List.of(usage), List.of(), List.of(), json, ownConverters, Batches.NONE),
                        ContentTypes.NONE)
                .converter();
    }

    @Test
    void recordTheGenericTypesThatReactiveMessagingErases() {
        ChannelUsage in = new ChannelUsage(new ConfiguredChannel(true, "in"), type("map"), "Application#map");
        ChannelUsage inside = new ChannelUsage(new ConfiguredChannel(true, "inside"), type("envelope"), "Application#envelope");
        ChannelUsage out = new ChannelUsage(new ConfiguredChannel(false, "out"), type("map"), "Application#map");
        ChannelUsage other = new ChannelUsage(new ConfiguredChannel(false, "out"), type("reading"), "Application#reading");
        PayloadType map = Payloads.recorded(type("map"));
        PayloadType envelope = Payloads.recorded(type("envelope"));

        assertThat(generic(List.of(in, out), List.of(inside)).incoming()).isEqualTo(Map.of("in", List.of(map, envelope)));
        assertThat(generic(List.of(in, out), List.of()).outgoing()).isEqualTo(Map.of("out", map));
        assertThat(generic(List.of(out, other), List.of()).outgoing()).as("they do not agree").isEmpty();
    }

    private GenericPayloads generic(List<ChannelUsage> usages, List<ChannelUsage> handedOn) {
        return new GenericPayloads(new PayloadsBuildItem(usages, handedOn, List.of(), JsonLibrary.JACKSON, false, Batches.NONE),
                payloads);
    }

    private Type type(String method) {
        return index.getClassByName(Application.class).firstMethod(method).parameterType(0);
    }

    private static Index index() {
        try {
            return Index.of(Application.class, Reading.class, State.class, Envelope.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Reading(double celsius) {
    }

    record Envelope<T>(T content) {
    }

    enum State {
        ON
    }

    abstract static class Application {

        abstract void bytes(byte[] payload);

        abstract void number(int payload);

        abstract void state(State payload);

        abstract void object(JsonObject payload);

        abstract void buffer(Buffer payload);

        abstract void instant(Instant payload);

        abstract void reading(Reading payload);

        abstract void readings(Reading[] payload);

        abstract void envelope(Envelope<? extends Reading> payload);

        abstract void map(Map<String, Reading> payload);

        abstract void nested(List<Map<String, ? extends Reading>>[] payload);
    }
}
