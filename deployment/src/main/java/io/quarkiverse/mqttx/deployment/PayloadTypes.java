package io.quarkiverse.mqttx.deployment;

import java.util.HashSet;
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
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.split.MultiSplitter;
import io.smallrye.reactive.messaging.GenericPayload;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.Targeted;
import io.smallrye.reactive.messaging.TargetedMessages;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;

/** Finds the payload in the types that Reactive Messaging lets an application use. */
final class PayloadTypes {

    /** Of these the first argument leads to the payload. */
    private static final Set<DotName> AROUND = names(Message.class, Multi.class, Uni.class, CompletionStage.class,
            Emitter.class, MutinyEmitter.class, MqttRequestReply.class, Flow.Publisher.class, Flow.Subscriber.class,
            PublisherBuilder.class,
            SubscriberBuilder.class, jakarta.enterprise.inject.Instance.class);

    /** Messages that do not say of what, or several with each a payload of its own. */
    private static final Set<DotName> UNTOLD = names(Object.class, Void.class, IncomingMqttMessage.class, Targeted.class,
            TargetedMessages.class, MultiSplitter.class);

    private static final DotName REQUEST_REPLY = DotName.createSimple(MqttRequestReply.class);
    private static final DotName GENERIC = DotName.createSimple(GenericPayload.class);
    private static final DotName KEYED = DotName.createSimple(KeyedMulti.class);

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

    /** Whether what is injected gets replies. */
    static boolean getsReplies(Type injected) {
        return requestReply(injected) != null;
    }

    /** The payload of the replies; {@code null} when the code does not say. */
    static Type replied(Type injected) {
        return payload(requestReply(injected).arguments().get(1), 0);
    }

    /** Itself, or what it is an {@code Instance} of. */
    private static ParameterizedType requestReply(Type injected) {
        if (injected.kind() != Type.Kind.PARAMETERIZED_TYPE) {
            return null;
        }
        ParameterizedType generic = injected.asParameterizedType();
        return generic.name().equals(REQUEST_REPLY) ? generic
                : generic.arguments().size() == 1 ? requestReply(generic.arguments().get(0)) : null;
    }

    private static Type payload(Type type, int ofProcessor) {
        boolean generic = type.kind() == Type.Kind.PARAMETERIZED_TYPE;
        if (AROUND.contains(type.name()) || PROCESSORS.contains(type.name()) || type.name().equals(KEYED)) {
            if (!generic) {
                return null;
            }
            int argument = type.name().equals(KEYED) ? 1 : PROCESSORS.contains(type.name()) ? ofProcessor : 0;
            return payload(type.asParameterizedType().arguments().get(argument), ofProcessor);
        }
        if (type.name().equals(GENERIC)) {
            // Received, it holds what the message has; sent, it is taken apart
            return generic && ofProcessor == 1 ? payload(type.asParameterizedType().arguments().get(0), ofProcessor) : null;
        }
        if (UNTOLD.contains(type.name())) {
            return null;
        }
        return switch (type.kind()) {
            case CLASS, ARRAY, PARAMETERIZED_TYPE, PRIMITIVE -> type;
            // As Reactive Messaging sees it
            case TYPE_VARIABLE -> payload(Type.create(type.name(), Type.Kind.CLASS), ofProcessor);
            default -> null;
        };
    }
}
