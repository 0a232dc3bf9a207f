package io.quarkiverse.mqttx.client;

import java.util.List;

import io.quarkiverse.mqttx.session.SessionSettings;
import io.quarkiverse.mqttx.transport.ServerAddress;
import io.quarkiverse.mqttx.transport.TransportSettings;

/**
 * One connection: where to, how, and as whom.
 *
 * @param name for logs and health: the client id or the first channel
 * @param servers at least one; tried in turn
 * @param authentication enhanced authentication, or {@code null}
 */
public record ClientSettings(String name, List<ServerAddress> servers, SessionSettings session, TransportSettings transport,
        ReconnectSettings reconnect, AuthenticationSettings authentication) {

    /** Without enhanced authentication. */
    public ClientSettings(String name, List<ServerAddress> servers, SessionSettings session, TransportSettings transport,
            ReconnectSettings reconnect) {
        this(name, servers, session, transport, reconnect, null);
    }
}
