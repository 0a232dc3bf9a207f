package io.quarkiverse.mqttx.connector.config.source;

import java.util.Set;
import java.util.stream.Collectors;

/** What Reactive Messaging itself reads of a channel. */
public final class FrameworkAttributes {

    public static final Set<String> INCOMING = Set.of("connector", "type", "channel-name", "enabled", "concurrency", "pausable",
            "initially-paused", "pausable.initially-paused", "pausable.late-subscription", "pausable.buffer-size",
            "pausable.buffer-strategy");

    public static final Set<String> OUTGOING = INCOMING.stream().filter(name -> !name.equals("concurrency"))
            .collect(Collectors.toUnmodifiableSet());

    private FrameworkAttributes() {
    }
}
