package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Converts to numbers, {@code boolean}, {@code char}, UUIDs and enum constants, whose text form is the payload. Blanks
 * around it are ignored, since many devices send a line end, except for {@code char}.
 */
@ApplicationScoped
class ScalarConverter extends TextualConverter {

    private static final Map<Type, Function<String, Object>> PARSERS = parsers();

    /** Enums aside. */
    static final Set<Type> TYPES = PARSERS.keySet();

    private static Map<Type, Function<String, Object>> parsers() {
        Map<Type, Function<String, Object>> parsers = new HashMap<>();
        parsers.put(Byte.class, text -> Byte.valueOf(text.strip()));
        parsers.put(Short.class, text -> Short.valueOf(text.strip()));
        parsers.put(Integer.class, text -> Integer.valueOf(text.strip()));
        parsers.put(Long.class, text -> Long.valueOf(text.strip()));
        parsers.put(Float.class, text -> Float.valueOf(text.strip()));
        parsers.put(Double.class, text -> Double.valueOf(text.strip()));
        parsers.put(Boolean.class, text -> parseBoolean(text.strip()));
        parsers.put(Character.class, ScalarConverter::parseCharacter);
        parsers.put(byte.class, parsers.get(Byte.class));
        parsers.put(short.class, parsers.get(Short.class));
        parsers.put(int.class, parsers.get(Integer.class));
        parsers.put(long.class, parsers.get(Long.class));
        parsers.put(float.class, parsers.get(Float.class));
        parsers.put(double.class, parsers.get(Double.class));
        parsers.put(boolean.class, parsers.get(Boolean.class));
        parsers.put(char.class, parsers.get(Character.class));
        parsers.put(BigInteger.class, text -> new BigInteger(text.strip()));
        parsers.put(BigDecimal.class, text -> new BigDecimal(text.strip()));
        parsers.put(UUID.class, text -> UUID.fromString(text.strip()));
        return Map.copyOf(parsers);
    }

    @Inject
    ScalarConverter(Formats formats) {
        super(formats);
    }

    /** For the proxy of the container. */
    ScalarConverter() {
        this(null);
    }

    @Override
    boolean supports(Type target) {
        return PARSERS.containsKey(target) || target instanceof Class<?> type && type.isEnum();
    }

    @Override
    Object decode(String text, Type target) {
        Function<String, Object> parser = PARSERS.get(target);
        return parser != null ? parser.apply(text) : parseEnum((Class<?>) target, text.strip());
    }

    private static Object parseBoolean(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Boolean.TRUE;
        }
        if (text.equalsIgnoreCase("false")) {
            return Boolean.FALSE;
        }
        throw new IllegalArgumentException("expected true or false");
    }

    private static Object parseCharacter(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("expected one character, got " + text.length());
        }
        return text.charAt(0);
    }

    private static Object parseEnum(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("there is no constant of that name");
    }
}
