package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.BiFunction;

import io.smallrye.reactive.messaging.MessageConverter;

/**
 * The ways from the bytes of a received message to what the application takes. Which one a type goes is known from its name, so
 * that whoever builds an application can tell what it needs.
 */
public enum Conversion {

    /** None: the method takes the bytes, or the message as it is. */
    NONE("none", Set.of(byte[].class), null),

    /** To the buffers of Vert.x, Netty and Java. */
    BUFFER("buffer", BufferConverter.TYPES, (json, declared) -> new BufferConverter()),

    /** To {@code String}, and to the JSON classes of Vert.x. */
    TEXT("text", TextConverter.TYPES, (json, declared) -> new TextConverter()),

    /** To numbers and other values that text can hold, enum constants among them. */
    SCALAR("scalar", ScalarConverter.TYPES, (json, declared) -> new ScalarConverter()),

    /** From JSON, to every other type. */
    JSON("JSON", Set.of(), JsonConverter::new),

    /** To nothing: nacks the message and says what is missing. */
    MISSING("none known", Set.of(), (json, declared) -> new MissingConverter());

    private final String label;
    private final Set<Type> types;
    private final BiFunction<JsonFormat, DeclaredTypes, PayloadConverter> constructor;

    Conversion(String label, Set<Type> types, BiFunction<JsonFormat, DeclaredTypes, PayloadConverter> constructor) {
        this.label = label;
        this.types = types;
        this.constructor = constructor;
    }

    /**
     * The way to a type.
     *
     * @param typeName as {@link Type#getTypeName()} has it, such as {@code byte[]}
     * @param isEnum whether it is one
     */
    public static Conversion of(String typeName, boolean isEnum) {
        if (isEnum) {
            return SCALAR;
        }
        for (Conversion conversion : values()) {
            for (Type type : conversion.types) {
                if (type.getTypeName().equals(typeName)) {
                    return conversion;
                }
            }
        }
        return JSON;
    }

    /**
     * The converter itself.
     *
     * @param json needed for {@link #JSON} only
     * @throws IllegalStateException for {@link #NONE}
     */
    public MessageConverter converter(JsonFormat json, DeclaredTypes declared) {
        if (constructor == null) {
            throw new IllegalStateException("there is no converter where nothing is converted");
        }
        return constructor.apply(json, declared);
    }

    /** For reports. */
    @Override
    public String toString() {
        return label;
    }
}
