package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;

import jakarta.enterprise.inject.Instance;

import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.smallrye.reactive.messaging.MessageConverter;

/**
 * The kinds of conversion from the bytes of a received message. The name of a type alone says which one it needs, so
 * the build of an application knows which converters to keep.
 */
public enum Conversion {

    /** None: the method takes the bytes, or the message as it is. */
    NONE("none"),

    /** To the buffers of Vert.x, Netty and Java. */
    BUFFER("buffer"),

    /** To {@code String}, and to the JSON classes of Vert.x. */
    TEXT("text"),

    /** To numbers and other values that text can hold, enum constants among them. */
    SCALAR("scalar"),

    /** From Protobuf, to its messages. */
    PROTOBUF("Protobuf"),

    /** From Avro, to its records. */
    AVRO("Avro"),

    /** From JSON, to every other type, unless the content type of a message says otherwise. */
    JSON("JSON"),

    /** To nothing: nacks the message and says what is missing. */
    MISSING("none known");

    private final String label;

    Conversion(String label) {
        this.label = label;
    }

    /**
     * The way to a type. Which classes are made for Protobuf or Avro their names do not say; here they are like others.
     *
     * @param typeName as {@link Type#getTypeName()} has it, such as {@code byte[]}
     * @param isEnum whether it is one
     */
    public static Conversion of(String typeName, boolean isEnum) {
        if (isEnum) {
            return SCALAR;
        }
        return Arrays.stream(values())
                .filter(conversion -> conversion.types().stream().map(Type::getTypeName).anyMatch(typeName::equals))
                .findFirst().orElse(JSON);
    }

    /** Asked for when an application is built: the start of one loads no converter that it does not need. */
    private Set<Type> types() {
        return switch (this) {
            case NONE -> Set.of(byte[].class);
            case BUFFER -> BufferConverter.TYPES;
            case TEXT -> TextConverter.TYPES;
            case SCALAR -> ScalarConverter.TYPES;
            case PROTOBUF, AVRO, JSON, MISSING -> Set.of();
        };
    }

    /** Whether it is a matter of {@link PayloadFormat}s. These have one converter in common. */
    public boolean isFormat() {
        return this == PROTOBUF || this == AVRO || this == JSON;
    }

    /**
     * The converter itself.
     *
     * @throws IllegalStateException for {@link #NONE}
     */
    public MessageConverter converter(Formats formats, DeclaredTypes declared) {
        return switch (this) {
            case NONE -> throw new IllegalStateException("there is no converter where nothing is converted");
            case BUFFER -> new BufferConverter();
            case TEXT -> new TextConverter(formats);
            case SCALAR -> new ScalarConverter(formats);
            case PROTOBUF, AVRO, JSON -> new FormatConverter(formats, declared);
            case MISSING -> new MissingConverter();
        };
    }

    /**
     * From batches to lists, by way of the converters of single messages.
     *
     * @param converters all of them
     */
    public static MessageConverter ofBatches(Instance<MessageConverter> converters, DeclaredTypes declared) {
        return new BatchConverter(converters, declared);
    }

    /**
     * To an {@code Optional}, by way of the converters of what may be in it.
     *
     * @param converters all of them
     */
    public static MessageConverter ofOptionals(Instance<MessageConverter> converters, DeclaredTypes declared) {
        return new OptionalConverter(converters, declared);
    }

    /** For reports. */
    @Override
    public String toString() {
        return label;
    }
}
