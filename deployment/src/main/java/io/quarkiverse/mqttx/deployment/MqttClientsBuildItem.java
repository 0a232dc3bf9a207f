package io.quarkiverse.mqttx.deployment;

import java.util.Set;
import java.util.TreeSet;

import io.quarkus.builder.item.SimpleBuildItem;

/** The clients that the application's code asks for. */
final class MqttClientsBuildItem extends SimpleBuildItem {

    private final Set<String> names;
    private final boolean only;
    private final boolean lookedUp;

    /**
     * @param names those with an {@code @Identifier}
     * @param only whether one is injected without a name
     * @param lookedUp whether code looks them up, by names that it does not tell
     */
    MqttClientsBuildItem(Set<String> names, boolean only, boolean lookedUp) {
        this.names = new TreeSet<>(names);
        this.only = only;
        this.lookedUp = lookedUp;
    }

    Set<String> names() {
        return names;
    }

    boolean only() {
        return only;
    }

    boolean lookedUp() {
        return lookedUp;
    }

    boolean isEmpty() {
        return names.isEmpty() && !only && !lookedUp;
    }
}
