package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.avro.generic.GenericRecord;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

import com.google.protobuf.AbstractMessage;
import com.google.protobuf.GeneratedMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;

import io.quarkiverse.mqttx.connector.convert.Conversion;
import io.quarkiverse.mqttx.connector.convert.KnownFormat;
import io.quarkiverse.mqttx.deployment.PayloadCheck.Findings;
import io.vertx.core.buffer.Buffer;

class FormatCheckTest {

    private static final Index INDEX = index();
    private static final Payloads TYPES = new Payloads(INDEX);
    private static final Set<KnownFormat> ALL = EnumSet.allOf(KnownFormat.class);

    @Test
    void aClassSaysByItsAncestorsWhatItIsMadeFor() {
        assertThat(TYPES.conversion(usage(true, "time").payload())).isEqualTo(Conversion.PROTOBUF);
        assertThat(TYPES.conversion(usage(true, "message").payload())).isEqualTo(Conversion.PROTOBUF);
        assertThat(TYPES.conversion(usage(true, "generic").payload())).isEqualTo(Conversion.AVRO);
        assertThat(TYPES.conversion(usage(true, "reading").payload())).isEqualTo(Conversion.JSON);
    }

    @Test
    void aLibraryThatIsMissingIsNamed() {
        assertThat(check(Map.of(), Set.of(), true, usage(true, "time")).errors()).singleElement().asString()
                .contains("channel 'in'", "Application#time", "Protobuf", "com.google.protobuf:protobuf-java");
        assertThat(check(Map.of(), Set.of(), true, usage(false, "generic")).errors()).singleElement().asString()
                .contains("channel 'out'", "org.apache.avro:avro");
        assertThat(check(Map.of("in", "application/vnd.acme+cbor"), Set.of(), true).errors()).singleElement().asString()
                .contains("channel 'in'", "content-type=application/vnd.acme+cbor", "jackson-dataformat-cbor");
    }

    @Test
    void whatSaysNeitherMessageNorSchemaIsRefusedWhereItIsReceived() {
        assertThat(check(Map.of(), ALL, true, usage(true, "message")).errors()).singleElement().asString()
                .contains("Application#message", "protoc has generated");
        assertThat(check(Map.of(), ALL, false, usage(true, "generic")).errors()).singleElement().asString()
                .contains("Application#generic", "SchemaStore");
        assertThat(check(Map.of(), ALL, true, usage(true, "generic"), usage(false, "message")).errors()).isEmpty();
    }

    @Test
    void aContentTypeThatContradictsTheTypeIsRefused() {
        for (String contentType : List.of("application/json", "application/vnd.acme+json", "application/cbor", "avro/binary")) {
            assertThat(check(Map.of("in", contentType), ALL, true, usage(true, "time")).errors()).singleElement().asString()
                    .contains("Application#time", "content-type=" + contentType, "application/protobuf");
        }
        assertThat(check(Map.of("out", "application/protobuf"), ALL, true, usage(false, "reading"), usage(false, "text"))
                .errors()).hasSize(2).allSatisfy(error -> assertThat(error).contains("made for Protobuf"));
    }

    @Test
    void whatGoesTogetherIsAccepted() {
        assertThat(check(Map.of("in", "application/x-protobuf"), ALL, true, usage(true, "time")).errors()).isEmpty();
        assertThat(check(Map.of("in", "application/octet-stream"), ALL, true, usage(true, "time")).errors()).isEmpty();
        assertThat(check(Map.of("out", "application/cbor"), ALL, true, usage(false, "reading"), usage(false, "text"),
                usage(false, "buffer")).errors()).isEmpty();
        assertThat(check(Map.of("out", "application/protobuf"), ALL, true, usage(false, "buffer")).errors()).isEmpty();
    }

    @Test
    void formatsOfTheApplicationsOwnMayDoBetter() {
        Findings findings = new FormatCheck(TYPES, contentTypes(Map.of("in", "application/cbor")), Set.of(), false, true)
                .check(List.of(usage(true, "generic")));
        assertThat(findings.errors()).isEmpty();
        assertThat(findings.warnings()).hasSize(2);
    }

    private static Findings check(Map<String, String> contentTypes, Set<KnownFormat> libraries, boolean schemas,
            ChannelUsage... usages) {
        return new FormatCheck(TYPES, contentTypes(contentTypes), libraries, schemas, false).check(List.of(usages));
    }

    private static ContentTypes contentTypes(Map<String, String> byChannel) {
        Map<ConfiguredChannel, String> known = new java.util.HashMap<>();
        byChannel.forEach((name, contentType) -> known.put(new ConfiguredChannel(name.equals("in"), name), contentType));
        return new ContentTypes(known, false);
    }

    private static ChannelUsage usage(boolean incoming, String method) {
        return new ChannelUsage(new ConfiguredChannel(incoming, incoming ? "in" : "out"),
                PayloadTypes.consumed(INDEX.getClassByName(Application.class).firstMethod(method)), "Application#" + method);
    }

    private static Index index() {
        try {
            return Index.of(Application.class, Reading.class, Timestamp.class, GeneratedMessage.class, AbstractMessage.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Reading(double celsius) {
    }

    abstract static class Application {

        abstract void time(Timestamp payload);

        abstract void message(Message payload);

        abstract void generic(GenericRecord payload);

        abstract void reading(Reading payload);

        abstract void text(String payload);

        abstract void buffer(Buffer payload);
    }
}
