package io.quarkiverse.mqttx.client.model;

import java.util.List;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.transport.TransportSettings;

/**
 * One connection: where to, how, and as whom.
 *
 * @param name for logs and health: the client id or the first channel
 * @param servers at least one; tried in turn
 * @param authentication enhanced authentication, or {@code null}
 * @param keeping that the session is kept over the end of the process, or {@code null}
 */
public record ClientSettings(String name, List<ServerAddress> servers, SessionSettings session, TransportSettings transport,
        ReconnectSettings reconnect, EnhancedAuthentication authentication, SessionPersistence keeping) {
}
