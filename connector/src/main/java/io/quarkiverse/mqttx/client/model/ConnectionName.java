package io.quarkiverse.mqttx.client.model;

import java.util.List;

import io.quarkiverse.mqttx.api.ConnectionEvent;

/**
 * What a connection is called wherever an operator reads of it: by its name, which may be a random client id, and by the
 * channels that use it by now. For any thread.
 */
public final class ConnectionName {

    /** A connection of more channels names the first ones. */
    private static final int SHOWN = 5;

    private final String name;
    private volatile List<String> channels = List.of();

    /** @param name the client id, or a channel */
    public ConnectionName(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public List<String> channels() {
        return channels;
    }

    public void usedBy(List<String> names) {
        channels = List.copyOf(names);
    }

    /** As in "MQTT connection 'id' (channels a, b)". */
    @Override
    public String toString() {
        return of(name, channels);
    }

    /** The connection that an event is about, in the same words. */
    public static String of(ConnectionEvent event) {
        return of(event.connection(), event.channels());
    }

    private static String of(String name, List<String> channels) {
        StringBuilder text = new StringBuilder("MQTT connection '").append(name).append('\'');
        if (channels.isEmpty() || channels.size() == 1 && channels.get(0).equals(name)) {
            return text.toString();
        }
        text.append(channels.size() == 1 ? " (channel " : " (channels ");
        for (int i = 0; i < Math.min(channels.size(), SHOWN); i++) {
            text.append(i == 0 ? "" : ", ").append(channels.get(i));
        }
        if (channels.size() > SHOWN) {
            text.append(" and ").append(channels.size() - SHOWN).append(" more");
        }
        return text.append(')').toString();
    }
}
