package io.quarkiverse.mqttx.client.model;

import java.util.Map;

/**
 * When to try again after a lost connection or a failed attempt.
 *
 * @param enabled false leaves it to the application
 * @param attempts failed attempts in a row before giving up, -1 for never
 * @param initialMillis the first delay, 0 for at once
 * @param maximumMillis the delay doubles up to this
 * @param followRedirects whether to go where a broker refers the client to
 * @param reactions to reason codes, where they are others than those of {@link ReasonCodeTable}; for CONNACK and DISCONNECT
 */
public record ReconnectSettings(boolean enabled, int attempts, long initialMillis, long maximumMillis,
        boolean followRedirects, Map<Integer, ReconnectAction> reactions) {

    public ReconnectSettings {
        reactions = Map.copyOf(reactions);
    }

    /** What follows when the broker has refused or ended a connection with this code, 0 for none. */
    public ReconnectAction reaction(int code, boolean accepted) {
        return reactions.getOrDefault(code, ReasonCodeTable.reaction(code, accepted));
    }
}
