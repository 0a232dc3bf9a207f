package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.smallrye.reactivemessaging.deployment.items.MediatorBuildItem;
import io.smallrye.reactive.messaging.PausableChannel;
import io.smallrye.reactive.messaging.annotations.Incomings;
import io.smallrye.reactive.messaging.annotations.Outgoings;

/** Finds where the application uses channels, and with which payloads. */
final class ChannelUsages {

    private static final DotName INCOMING = DotName.createSimple(Incoming.class);
    private static final DotName INCOMINGS = DotName.createSimple(Incomings.class);
    private static final DotName OUTGOING = DotName.createSimple(Outgoing.class);
    private static final DotName OUTGOINGS = DotName.createSimple(Outgoings.class);
    private static final DotName PAUSABLE = DotName.createSimple(PausableChannel.class);
    private static final DotName CHANNEL = DotName.createSimple(Channel.class);

    private final List<ChannelUsage> usages = new ArrayList<>();

    private ChannelUsages() {
    }

    /** @param channels those of this connector; the others are left out */
    static List<ChannelUsage> find(Set<ConfiguredChannel> channels, List<MediatorBuildItem> mediators,
            Iterable<InjectionPointInfo> injectionPoints) {
        return all(mediators, injectionPoints).stream().filter(usage -> channels.contains(usage.channel())).toList();
    }

    /**
     * Where channels within the application are consumed, as far as what goes into them may be what was received: bytes, or
     * messages of which the code says no type.
     *
     * @param connected the channels that have a connector, whichever it is
     */
    static List<ChannelUsage> handedOn(Set<ConfiguredChannel> connected, List<MediatorBuildItem> mediators,
            Iterable<InjectionPointInfo> injectionPoints) {
        List<ChannelUsage> all = all(mediators, injectionPoints);
        Set<String> untouched = all.stream().filter(usage -> !usage.channel().incoming())
                .filter(usage -> usage.payload() == null || usage.payload().toString().equals("byte[]"))
                .map(usage -> usage.channel().name()).collect(Collectors.toSet());
        return all.stream().filter(usage -> usage.channel().incoming() && !connected.contains(usage.channel()))
                .filter(usage -> untouched.contains(usage.channel().name())).toList();
    }

    /**
     * Where replies to requests are taken: as if from an incoming channel with the name of the outgoing one that sends the
     * requests.
     *
     * @param channels those of this connector
     */
    static List<ChannelUsage> replies(Set<ConfiguredChannel> channels, Iterable<InjectionPointInfo> injectionPoints) {
        List<ChannelUsage> replies = new ArrayList<>();
        for (InjectionPointInfo injectionPoint : injectionPoints) {
            AnnotationInstance channel = injectionPoint.getRequiredQualifier(CHANNEL);
            if (channel != null && PayloadTypes.getsReplies(injectionPoint.getRequiredType())
                    && channels.contains(new ConfiguredChannel(false, channel.value().asString()))) {
                replies.add(new ChannelUsage(new ConfiguredChannel(true, channel.value().asString()),
                        PayloadTypes.replied(injectionPoint.getRequiredType()),
                        injectionPoint.getTargetInfo() + " (replies)"));
            }
        }
        return replies;
    }

    private static List<ChannelUsage> all(List<MediatorBuildItem> mediators, Iterable<InjectionPointInfo> injectionPoints) {
        ChannelUsages found = new ChannelUsages();
        mediators.forEach(mediator -> found.addMethod(mediator.getMethod()));
        injectionPoints.forEach(found::addInjectionPoint);
        return found.usages;
    }

    private void addMethod(MethodInfo method) {
        String where = method.declaringClass().name() + "#" + method.name();
        for (String name : incoming(method)) {
            add(new ConfiguredChannel(true, name), PayloadTypes.consumed(method), where);
        }
        for (String name : outgoing(method)) {
            add(new ConfiguredChannel(false, name), PayloadTypes.produced(method), where);
        }
    }

    /** The channels that a method consumes. */
    static List<String> incoming(MethodInfo method) {
        return names(method, INCOMING, INCOMINGS);
    }

    /** The channels that a method feeds. */
    static List<String> outgoing(MethodInfo method) {
        return names(method, OUTGOING, OUTGOINGS);
    }

    private static List<String> names(MethodInfo method, DotName annotation, DotName container) {
        List<String> names = new ArrayList<>();
        AnnotationInstance single = method.declaredAnnotation(annotation);
        if (single != null) {
            names.add(single.value().asString());
        }
        AnnotationInstance several = method.declaredAnnotation(container);
        if (several != null) {
            for (AnnotationInstance each : several.value().asNestedArray()) {
                names.add(each.value().asString());
            }
        }
        return names;
    }

    private void addInjectionPoint(InjectionPointInfo injectionPoint) {
        AnnotationInstance channel = injectionPoint.getRequiredQualifier(CHANNEL);
        if (channel == null || injectionPoint.getRequiredType().name().equals(PAUSABLE)) {
            return;
        }
        // One of the two directions has a connector, at most
        String name = channel.value().asString();
        Type payload = PayloadTypes.carried(injectionPoint.getRequiredType());
        add(new ConfiguredChannel(true, name), payload, injectionPoint.getTargetInfo());
        add(new ConfiguredChannel(false, name), payload, injectionPoint.getTargetInfo());
    }

    private void add(ConfiguredChannel channel, Type payload, String where) {
        usages.add(new ChannelUsage(channel, payload, where));
    }
}
