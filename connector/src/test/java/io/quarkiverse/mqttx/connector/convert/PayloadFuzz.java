package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.connector.message.Metadatas;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Arbitrary payloads for each type that a method may take: what cannot be converted must end in the one exception for which
 * Reactive Messaging nacks a message. The first byte chooses the type, the second the content type.
 */
public final class PayloadFuzz {

    record Reading(String sensor, double degrees, List<Integer> more) {
    }

    private static final Type[] TYPES = { String.class, int.class, long.class, double.class, BigInteger.class, BigDecimal.class,
            boolean.class, char.class, UUID.class, JsonObject.class, JsonArray.class, Map.class, Reading.class,
            Reading[].class, Object[].class };
    private static final String[] CONTENT_TYPES = { null, "application/json", "application/cbor", "text/plain;charset=utf-16",
            "application/json; charset=x", ";" };
    private static final Formats FORMATS = new Formats(new JacksonFormat(new ObjectMapper()), List::of);
    private static final List<PayloadConverter> CONVERTERS = List.of(new ScalarConverter(FORMATS), new TextConverter(FORMATS),
            new FormatConverter(FORMATS, DeclaredTypes.UNKNOWN), new BufferConverter());

    private PayloadFuzz() {
    }

    /** Called by the fuzzer; what it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        Type type = TYPES[(data[0] & 0xFF) % TYPES.length];
        String contentType = CONTENT_TYPES[(data[1] & 0xFF) % CONTENT_TYPES.length];
        Message<byte[]> message = Message.of(Arrays.copyOfRange(data, 2, data.length),
                Metadata.of(Metadatas.incoming("in", "t", contentType)));
        for (PayloadConverter converter : CONVERTERS) {
            if (converter.canConvert(message, type)) {
                try {
                    converter.convert(message, type);
                } catch (PayloadConversionException e) {
                    // refused, with a reason
                }
                return;
            }
        }
        throw new AssertionError("nobody converts to " + type);
    }
}
