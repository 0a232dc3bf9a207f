package io.quarkiverse.mqttx.deployment;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.connector.convert.Conversion;
import io.quarkiverse.mqttx.runtime.PayloadType;

/** The generic types of the payloads in JSON, which Reactive Messaging erases, in the form that is recorded. */
record GenericPayloads(PayloadsBuildItem payloads, Payloads types) {

    /** For each channel the types that are taken from it, one for each raw class. */
    Map<String, List<PayloadType>> incoming() {
        Map<String, Map<DotName, Type>> found = new LinkedHashMap<>();
        List<ChannelUsage> declared = payloads.declared().stream().filter(usage -> usage.channel().incoming()).toList();
        for (ChannelUsage usage : declared) {
            add(usage.channel().name(), usage, found);
        }
        // Messages in a channel within the application say from which of ours they come
        Set<String> channels = declared.stream().map(usage -> usage.channel().name())
                .collect(toCollection(LinkedHashSet::new));
        for (ChannelUsage usage : payloads.handedOn()) {
            channels.forEach(channel -> add(channel, usage, found));
        }
        Map<String, List<PayloadType>> recorded = new LinkedHashMap<>();
        found.forEach((channel, generic) -> recorded.put(channel,
                generic.values().stream().map(Payloads::recorded).toList()));
        return recorded;
    }

    private void add(String channel, ChannelUsage usage, Map<String, Map<DotName, Type>> found) {
        if (isGenericJson(usage)) {
            found.computeIfAbsent(channel, name -> new LinkedHashMap<>()).putIfAbsent(usage.payload().name(), usage.payload());
        }
    }

    /** For each channel the type that is given to it, if all who send to it agree. */
    Map<String, PayloadType> outgoing() {
        Map<String, Set<Type>> sent = new LinkedHashMap<>();
        for (ChannelUsage usage : payloads.outgoing()) {
            if (usage.payload() != null) {
                sent.computeIfAbsent(usage.channel().name(), name -> new LinkedHashSet<>()).add(usage.payload());
            }
        }
        Map<String, PayloadType> recorded = new LinkedHashMap<>();
        for (ChannelUsage usage : payloads.outgoing()) {
            String channel = usage.channel().name();
            if (isGenericJson(usage) && sent.get(channel).size() == 1) {
                recorded.put(channel, Payloads.recorded(usage.payload()));
            }
        }
        return recorded;
    }

    private boolean isGenericJson(ChannelUsage usage) {
        return usage.payload() != null && Payloads.isGeneric(usage.payload())
                && types.conversion(usage.payload()) == Conversion.JSON;
    }
}
