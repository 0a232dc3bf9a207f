package io.quarkiverse.mqttx.connector.config.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.SessionSettings;

/**
 * A connection as configured and checked, whichever channel wants it.
 *
 * @param servers at least one
 * @param session the client id is {@code null} where one is to be generated
 * @param authentication who tells how to log in
 * @param network how the network connection is made
 * @param store how the session is kept over the end of the process, or {@code null}
 * @param asRead all attributes that make up the connection, by name, with their values: two channels whose values are equal
 *        share a connection. Contains secrets
 */
public record ConnectionSettings(List<ServerAddress> servers, SessionSettings session,
        AuthenticationConfiguration authentication, ReconnectSettings reconnect, NetworkConfiguration network,
        StoreConfiguration store, Map<String, Object> asRead) {

    public ConnectionSettings {
        servers = List.copyOf(servers);
    }

    /** Whether the client id is one that the user has chosen. */
    public boolean hasOwnClientId() {
        return session.clientId() != null && !session.clientId().isEmpty();
    }

    /** The same with another window. */
    public ConnectionSettings with(int maxInflight) {
        return new ConnectionSettings(servers, session.with(session.clientId(), maxInflight), authentication, reconnect,
                network, store, asRead);
    }

    /** The same to other servers and for another client: what the build of an application need not know. */
    public ConnectionSettings with(List<ServerAddress> otherServers, String clientId, Login login) {
        Map<String, Object> values = new HashMap<>(asRead);
        values.put("servers", otherServers);
        values.put("client-id", clientId == null || clientId.isEmpty() ? null : clientId);
        values.put("username", login.username());
        values.put("password", login.password());
        return new ConnectionSettings(otherServers, session.with(clientId, login), authentication, reconnect, network, store,
                values);
    }

    /** Without the secrets, so that it can be logged. */
    @Override
    public String toString() {
        return "ConnectionSettings[servers=" + servers + ", session=" + session + "]";
    }
}
