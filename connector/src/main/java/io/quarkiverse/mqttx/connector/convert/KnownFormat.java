package io.quarkiverse.mqttx.connector.convert;

import java.util.Arrays;
import java.util.List;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;

/** The formats besides JSON that the connector supports, each with the library that it needs. */
public enum KnownFormat {

    CBOR("CBOR", "com.fasterxml.jackson.dataformat:jackson-dataformat-cbor",
            "com.fasterxml.jackson.dataformat.cbor.CBORFactory", "application/cbor", "+cbor"),

    PROTOBUF("Protobuf", "com.google.protobuf:protobuf-java", "com.google.protobuf.MessageLite", "application/protobuf",
            "application/x-protobuf", "application/vnd.google.protobuf"),

    AVRO("Avro", "org.apache.avro:avro", "org.apache.avro.Schema", "application/avro", "avro/binary", "+avro");

    private final String label;
    private final String dependency;
    private final String className;
    private final List<String> contentTypes;

    KnownFormat(String label, String dependency, String className, String... contentTypes) {
        this.label = label;
        this.dependency = dependency;
        this.className = className;
        this.contentTypes = List.of(contentTypes);
    }

    /** The library, as group and artifact. */
    public String dependency() {
        return dependency;
    }

    /** A class that is there if the library is. */
    public String className() {
        return className;
    }

    /** As {@link PayloadFormat#contentTypes()} has them. */
    public List<String> contentTypes() {
        return contentTypes;
    }

    /** Whether the library is there; asked for outside Quarkus, where the build knows. */
    boolean isThere() {
        try {
            Class.forName(className, false, KnownFormat.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }

    /** The format that a content type names, or {@code null} when it is none of these. */
    public static KnownFormat of(String contentType) {
        String essence = ContentType.essence(contentType);
        return Arrays.stream(values()).filter(known -> ContentType.names(essence, known.contentTypes)).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return label;
    }

    /** Whether a content type says JSON. */
    public static boolean isJson(String contentType) {
        return ContentType.names(ContentType.essence(contentType), JsonFormat.CONTENT_TYPES);
    }
}
