package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.model.NetworkConfiguration;
import io.quarkiverse.mqttx.connector.config.model.StoreConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.session.model.SessionSettings;

/**
 * What one channel wants of its connection, as configured and checked. Channels that want the same share a connection.
 *
 * @param config the attributes of the channel that wants it
 * @param servers at least one
 * @param session the client id is {@code null} where one is to be generated
 * @param authentication the mechanism of enhanced authentication, or {@code null}
 * @param network how the network connection is made
 * @param store how the session is kept over the end of the process, or {@code null}
 * @param asRead all attributes that make up the connection, by name, with their values: two channels whose values are equal
 *        share a connection. Contains secrets
 */
public record ConnectionConfiguration(ChannelAttributes config, List<ServerAddress> servers, SessionSettings session,
        String authentication, ReconnectSettings reconnect, NetworkConfiguration network,
        StoreConfiguration store, Map<String, Object> asRead) {

    public ConnectionConfiguration {
        servers = List.copyOf(servers);
    }

    /** The channel that wants it. */
    public String channel() {
        return config.channel();
    }

    /** Whether it is that of a client without a channel, which shares it with nobody unless they name the same client id. */
    public boolean isOfClient() {
        return config.isClient();
    }

    /** The same for another channel that says the same of its connection. */
    ConnectionConfiguration of(ChannelAttributes other, int maxInflight) {
        return new ConnectionConfiguration(other, servers, session.with(session.clientId(), maxInflight), authentication,
                reconnect, network, store, asRead);
    }

    /** Whether the client id is one that the user has chosen. */
    public boolean hasOwnClientId() {
        return asRead.get(CLIENT_ID.name()) != null;
    }

    /** Whether user name and password are asked for at each connect. */
    public boolean hasCredentialsProvider() {
        return credentialsProvider() != null;
    }

    /** The name under which the credentials are asked for, or {@code null}. */
    public String credentialsProvider() {
        return (String) asRead.get(CREDENTIALS_PROVIDER.name());
    }

    /** Whether the user has set an attribute of the connection. */
    public boolean sets(Attribute<?> attribute) {
        return config.isSet(attribute.name());
    }

    /** Whether both can use one connection. */
    public boolean canShareWith(ConnectionConfiguration other) {
        return asRead.equals(other.asRead);
    }

    /** Whether a broker would take both for the same client. */
    public boolean isSameClientAs(ConnectionConfiguration other) {
        return hasOwnClientId() && session.clientId().equals(other.session.clientId())
                && servers.stream().anyMatch(other.servers::contains);
    }

    /** The attributes that keep the two from sharing a connection, with both values unless they are secrets. */
    List<String> differences(ConnectionConfiguration other) {
        Set<String> names = new TreeSet<>(asRead.keySet());
        names.addAll(other.asRead.keySet());
        names.removeIf(name -> Objects.equals(asRead.get(name), other.asRead.get(name)));
        return names.stream().map(name -> Attributes.isSecret(name) ? name
                : name + " (" + printable(name) + " and " + other.printable(name) + ")").toList();
    }

    /** As people wrote it, or what counts when they did not. */
    private String printable(String attribute) {
        if (!(asRead.get(attribute) instanceof List) && config.isSet(attribute)) {
            return config.text(attribute);
        }
        return asRead.get(attribute) == null ? "none" : asRead.get(attribute).toString();
    }

    /** Without the secrets, so that it can be logged. */
    @Override
    public String toString() {
        return "ConnectionConfiguration[channel=" + channel() + ", servers=" + servers + ", session=" + session + "]";
    }
}
