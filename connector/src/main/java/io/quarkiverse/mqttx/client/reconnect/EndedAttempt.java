package io.quarkiverse.mqttx.client.reconnect;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.DisconnectCause;

/**
 * An attempt that has failed, or a connection that was lost.
 *
 * @param prepared what CONNECT said or was to say; {@code null} when that was not known yet
 * @param heldMillis how long an accepted connection has lived
 * @param poisoned whether it has ended because of a packet of ours, as far as that is known
 */
public record EndedAttempt(ServerAddress server, ConnectAttempt prepared, DisconnectCause cause, long heldMillis,
        boolean poisoned) {
}
