package io.quarkiverse.mqttx.deployment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.streams.operators.ProcessorBuilder;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.eclipse.microprofile.reactive.streams.operators.SubscriberBuilder;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Finds the payload in the types that Reactive Messaging lets an application use. */
final class PayloadTypes {

    /** Of these the first argument leads to the payload. */
    private static final Set<DotName> AROUND = names(Message.class, Multi.class, Uni.class, CompletionStage.class,
            Emitter.class, MutinyEmitter.class, Flow.Publisher.class, Flow.Subscriber.class, PublisherBuilder.class,
            SubscriberBuilder.class, jakarta.enterprise.inject.Instance.class);

    /** Of these the first argument leads to what goes in, the second to what comes out. */
    private static final Set<DotName> PROCESSORS = names(Flow.Processor.class, ProcessorBuilder.class);

    /** With the interfaces of Reactive Streams, which need not be on the class path. */
    private static Set<DotName> names(Class<?>... classes) {
        Set<DotName> names = new HashSet<>();
        for (Class<?> type : classes) {
            names.add(DotName.createSimple(type));
            if (type.getEnclosingClass() == Flow.class) {
                names.add(DotName.createSimple("org.reactivestreams." + type.getSimpleName()));
            }
        }
        return Set.copyOf(names);
    }

    private PayloadTypes() {
    }

    /** What a method takes from its incoming channel; {@code null} when it does not say. */
    static Type consumed(MethodInfo method) {
        return payload(method.parametersCount() > 0 ? method.parameterType(0) : method.returnType(), 0);
    }

    /** What a method gives to its outgoing channel; {@code null} when it does not say. */
    static Type produced(MethodInfo method) {
        return payload(method.returnType(), 1);
    }

    /** What an injected channel or emitter carries; {@code null} when it does not say. */
    static Type carried(Type injected) {
        return payload(injected, 0);
    }

    private static Type payload(Type type, int ofProcessor) {
        boolean generic = type.kind() == Type.Kind.PARAMETERIZED_TYPE;
        if (AROUND.contains(type.name()) || PROCESSORS.contains(type.name())) {
            if (!generic) {
                return null;
            }
            List<Type> arguments = type.asParameterizedType().arguments();
            return payload(arguments.get(PROCESSORS.contains(type.name()) ? ofProcessor : 0), ofProcessor);
        }
        return switch (type.kind()) {
            case CLASS ->
                type.name().equals(DotName.OBJECT_NAME) || type.name().toString().equals("java.lang.Void") ? null : type;
            case ARRAY, PARAMETERIZED_TYPE, PRIMITIVE -> type;
            default -> null;
        };
    }
}
