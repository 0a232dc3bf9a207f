package io.quarkiverse.mqttx.runtime;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;

import io.quarkiverse.mqttx.connector.convert.Conversion;
import io.quarkiverse.mqttx.connector.convert.DeclaredTypes;
import io.quarkiverse.mqttx.connector.convert.JsonFormat;
import io.quarkiverse.mqttx.connector.convert.JsonFormats;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.annotations.Recorder;
import io.smallrye.reactive.messaging.MessageConverter;

/** Makes the converters of payloads that the application needs, with the types that the build has found. */
@Recorder
public class PayloadsRecorder {

    private static final TypeLiteral<Instance<JsonFormat>> FORMATS = new TypeLiteral<>() {
    };

    /** @param incoming for each channel the generic types that are taken from it; {@code null} where there is no JSON */
    public Function<SyntheticCreationalContext<MessageConverter>, MessageConverter> converter(Conversion conversion,
            Map<String, List<PayloadType>> incoming) {
        return context -> incoming == null ? conversion.converter(null, DeclaredTypes.UNKNOWN)
                : conversion.converter(json(context), new DeclaredTypes(load(incoming), Map.of()));
    }

    /** @param outgoing for each channel the generic type that is given to it; {@code null} where there is no JSON */
    public Function<SyntheticCreationalContext<PayloadEncoder>, PayloadEncoder> encoder(Map<String, PayloadType> outgoing) {
        return context -> {
            if (outgoing == null) {
                return new PayloadEncoder(null, DeclaredTypes.UNKNOWN);
            }
            Map<String, Type> types = new HashMap<>();
            outgoing.forEach((channel, type) -> types.put(channel, type.load()));
            return new PayloadEncoder(json(context), new DeclaredTypes(Map.of(), types));
        };
    }

    private static JsonFormat json(SyntheticCreationalContext<?> context) {
        return JsonFormats.first(context.getInjectedReference(FORMATS, Any.Literal.INSTANCE));
    }

    private static Map<String, List<Type>> load(Map<String, List<PayloadType>> recorded) {
        Map<String, List<Type>> types = new HashMap<>();
        recorded.forEach((channel, each) -> types.put(channel, each.stream().map(PayloadType::load).toList()));
        return types;
    }
}
