package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.smallrye.reactivemessaging.deployment.items.MediatorBuildItem;
import io.smallrye.reactive.messaging.annotations.Incomings;
import io.smallrye.reactive.messaging.annotations.Outgoings;

/** Finds where the application uses channels, and with which payloads. */
final class ChannelUsages {

    private static final DotName INCOMING = DotName.createSimple(Incoming.class);
    private static final DotName INCOMINGS = DotName.createSimple(Incomings.class);
    private static final DotName OUTGOING = DotName.createSimple(Outgoing.class);
    private static final DotName OUTGOINGS = DotName.createSimple(Outgoings.class);
    private static final DotName CHANNEL = DotName.createSimple(Channel.class);

    private final Set<ConfiguredChannel> channels;
    private final List<ChannelUsage> usages = new ArrayList<>();

    private ChannelUsages(Set<ConfiguredChannel> channels) {
        this.channels = channels;
    }

    /** @param channels those of this connector; the others are left out */
    static List<ChannelUsage> find(Set<ConfiguredChannel> channels, List<MediatorBuildItem> mediators,
            Iterable<InjectionPointInfo> injectionPoints) {
        ChannelUsages found = new ChannelUsages(channels);
        mediators.forEach(mediator -> found.addMethod(mediator.getMethod()));
        injectionPoints.forEach(found::addInjectionPoint);
        return found.usages;
    }

    private void addMethod(MethodInfo method) {
        String where = method.declaringClass().name() + "#" + method.name();
        for (String name : names(method, INCOMING, INCOMINGS)) {
            add(new ConfiguredChannel(true, name), PayloadTypes.consumed(method), where);
        }
        for (String name : names(method, OUTGOING, OUTGOINGS)) {
            add(new ConfiguredChannel(false, name), PayloadTypes.produced(method), where);
        }
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
        if (channel == null) {
            return;
        }
        String name = channel.value().asString();
        Type payload = PayloadTypes.carried(injectionPoint.getRequiredType());
        add(new ConfiguredChannel(true, name), payload, injectionPoint.getTargetInfo());
        add(new ConfiguredChannel(false, name), payload, injectionPoint.getTargetInfo());
    }

    /** A channel of another connector, or none at all, is not ours; an injected one has one of the two directions. */
    private void add(ConfiguredChannel channel, Type payload, String where) {
        if (channels.contains(channel)) {
            usages.add(new ChannelUsage(channel, payload, where));
        }
    }
}
