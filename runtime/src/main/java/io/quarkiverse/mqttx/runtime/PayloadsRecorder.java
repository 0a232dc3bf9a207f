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
import io.quarkiverse.mqttx.connector.convert.Formats;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.annotations.Recorder;
import io.smallrye.reactive.messaging.MessageConverter;

/** Makes the converters of payloads that the application needs, with the types that the build has found. */
@Recorder
public class PayloadsRecorder {

    private static final TypeLiteral<Instance<JsonFormat>> JSON = new TypeLiteral<>() {
    };
    private static final TypeLiteral<Instance<MessageConverter>> CONVERTERS = new TypeLiteral<>() {
    };
    private static final TypeLiteral<Instance<PayloadFormat>> OTHERS = new TypeLiteral<>() {
    };

    /** @param json whether anything needs JSON */
    public Function<SyntheticCreationalContext<Formats>, Formats> formats(boolean json) {
        return context -> {
            Instance<PayloadFormat> others = context.getInjectedReference(OTHERS, Any.Literal.INSTANCE);
            return new Formats(json ? Formats.first(context.getInjectedReference(JSON, Any.Literal.INSTANCE)) : null,
                    () -> others.stream().toList());
        };
    }

    /** @param incoming for each channel the generic types that are taken from it */
    public Function<SyntheticCreationalContext<MessageConverter>, MessageConverter> converter(Conversion conversion,
            Map<String, List<PayloadType>> incoming) {
        return context -> conversion.converter(context.getInjectedReference(Formats.class),
                incoming.isEmpty() ? DeclaredTypes.UNKNOWN : new DeclaredTypes(load(incoming), Map.of()));
    }

    /** @param incoming for each channel the generic types that are taken from it */
    public Function<SyntheticCreationalContext<MessageConverter>, MessageConverter> batches(
            Map<String, List<PayloadType>> incoming) {
        return context -> Conversion.ofBatches(context.getInjectedReference(CONVERTERS, Any.Literal.INSTANCE),
                new DeclaredTypes(load(incoming), Map.of()));
    }

    /** @param incoming for each channel the generic types that are taken from it */
    public Function<SyntheticCreationalContext<MessageConverter>, MessageConverter> optionals(
            Map<String, List<PayloadType>> incoming) {
        return context -> Conversion.ofOptionals(context.getInjectedReference(CONVERTERS, Any.Literal.INSTANCE),
                new DeclaredTypes(load(incoming), Map.of()));
    }

    /** @param outgoing for each channel the generic type that is given to it */
    public Function<SyntheticCreationalContext<PayloadEncoder>, PayloadEncoder> encoder(Map<String, PayloadType> outgoing) {
        return context -> {
            Map<String, Type> types = new HashMap<>();
            outgoing.forEach((channel, type) -> types.put(channel, type.load()));
            return new PayloadEncoder(context.getInjectedReference(Formats.class), new DeclaredTypes(Map.of(), types));
        };
    }

    private static Map<String, List<Type>> load(Map<String, List<PayloadType>> recorded) {
        Map<String, List<Type>> types = new HashMap<>();
        recorded.forEach((channel, each) -> types.put(channel, each.stream().map(PayloadType::load).toList()));
        return types;
    }
}
