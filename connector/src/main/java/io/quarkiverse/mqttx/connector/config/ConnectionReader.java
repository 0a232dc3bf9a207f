package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.connector.auth.ScramLibrary;
import io.quarkiverse.mqttx.connector.config.model.AuthenticationConfiguration;
import io.quarkiverse.mqttx.connector.config.model.ConnectionSettings;
import io.quarkiverse.mqttx.connector.config.model.NetworkConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.support.NearestName;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.spi.CredentialsSource;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.transport.TransportSettings.TcpKeepAlive;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/** All that a channel wants of its connection. */
record ConnectionReader(ChannelAttributes config, AttributeReader reader, BeanLookup beans, Vertx vertx) {

    private static final int SYSTEM_DEFAULT = -1;

    /** @param maxInflight of the channel */
    ConnectionConfiguration read(int maxInflight) {
        String optionsName = reader.get(CLIENT_OPTIONS_NAME);
        Optional<NetClientOptions> options = optionsBean(optionsName);
        boolean tlsByOptions = options.map(NetClientOptions::isSsl).orElse(false);
        boolean tlsByName = tlsConfigurationName() != null;
        List<ServerAddress> servers = new ServersReader(reader, tlsByOptions || tlsByName).read();
        boolean tlsUsed = servers.stream().anyMatch(ServerAddress::tls);
        if (tlsByName && !tlsUsed) {
            reader.problem(TLS_CONFIGURATION_NAME, "contradicts the connection without TLS; leave out ssl=false, or use the"
                    + " scheme mqtts in servers", SSL, SERVERS);
        }
        String credentials = credentials();
        String mechanism = authentication();
        SessionSettings session = new SessionReader(reader).read(maxInflight, mechanism != null);
        NetworkConfiguration network = new NetworkConfiguration(optionsName, serverName(),
                tcpKeepAlive(options.map(NetClientOptions::isTcpKeepAlive).orElse(false)),
                new TlsReader(reader, vertx).read(tlsUsed));
        return new ConnectionConfiguration(config, new ConnectionSettings(servers, session,
                new AuthenticationConfiguration(mechanism, credentials), reconnect(), network,
                new SessionStoreReader(reader, beans).read(session), reader.asRead()));
    }

    private String credentials() {
        String provider = reader.get(CREDENTIALS_PROVIDER);
        if (provider != null && reader.isSet(PASSWORD)) {
            reader.problem(CREDENTIALS_PROVIDER, "contradicts password; leave out one of them", PASSWORD);
        }
        if (provider != null && !beans.hasCredentials(provider) && !beans.hasCredentials(null)) {
            reader.problem(CREDENTIALS_PROVIDER, "there is no CDI bean that gives credentials, or there are several and none is"
                    + " named '" + provider + "'; make one of type " + CredentialsSource.class.getName()
                    + ", in Quarkus of type io.quarkus.credentials.CredentialsProvider");
        }
        return provider;
    }

    /** The mechanism of enhanced authentication, or {@code null}. */
    private String authentication() {
        String identifier = reader.get(AUTHENTICATION);
        if (identifier == null) {
            return null;
        }
        Set<String> known = beans.identifiers(EnhancedAuthentication.class);
        if (!known.contains(identifier) && ScramLibrary.offers(identifier)) {
            reader.problem(AUTHENTICATION, "SCRAM needs the library " + ScramLibrary.DEPENDENCY
                    + "; add it to the dependencies of the application");
        } else if (!known.contains(identifier)) {
            reader.problem(AUTHENTICATION, "there is no such mechanism; use one of "
                    + String.join(", ", new TreeSet<>(known)) + ", or provide a CDI bean of type EnhancedAuthentication with"
                    + " @Identifier(\"" + identifier + "\")");
        }
        return identifier;
    }

    private Optional<NetClientOptions> optionsBean(String name) {
        if (name == null) {
            return Optional.empty();
        }
        Optional<NetClientOptions> options = beans.clientOptions(name);
        if (options.isEmpty()) {
            reader.problem(CLIENT_OPTIONS_NAME, "there is no CDI bean of type " + NetClientOptions.class.getName()
                    + " with @Identifier(\"" + name + "\"); produce one, or correct the name");
        }
        return options;
    }

    private String tlsConfigurationName() {
        String name = reader.get(TLS_CONFIGURATION_NAME);
        if (name != null && !beans.hasOptionsCustomizer()) {
            reader.problem(TLS_CONFIGURATION_NAME, "needs the TLS registry of Quarkus, which is not there; use the"
                    + " attributes ssl.*, or client-options-name");
        } else if (name != null) {
            beans.tlsConfigurations().filter(known -> !known.contains(name)).ifPresent(known -> {
                String nearest = NearestName.of(name, known.names());
                reader.problem(TLS_CONFIGURATION_NAME, "the TLS registry has no configuration of this name; configure"
                        + " quarkus.tls." + name + ".*, or correct the name"
                        + (nearest == null ? "" : "; did you mean " + nearest + "?"));
            });
        }
        return name;
    }

    private String serverName() {
        String name = reader.get(SERVER_NAME);
        if (name != null && !HostName.isHost(name)) {
            reader.problem(SERVER_NAME, "use the host name alone that the broker's certificate is for");
        }
        return name;
    }

    private ReconnectSettings reconnect() {
        boolean enabled = reader.get(AUTO_RECONNECT);
        int attempts = reader.get(RECONNECT_ATTEMPTS);
        int interval = reader.get(RECONNECT_INTERVAL_SECONDS);
        int maximum = reader.get(RECONNECT_MAX_INTERVAL_SECONDS);
        if (reader.isSet(RECONNECT_MAX_INTERVAL_SECONDS) && maximum < interval) {
            reader.problem(RECONNECT_MAX_INTERVAL_SECONDS, "is less than reconnect-interval-seconds, which is " + interval
                    + "; use that or more", RECONNECT_INTERVAL_SECONDS);
        }
        return new ReconnectSettings(enabled, attempts, 1000L * interval, 1000L * Math.max(interval, maximum),
                reader.get(FOLLOW_REDIRECTS),
                new ReasonCodesReader(reader).read());
    }

    private TcpKeepAlive tcpKeepAlive(boolean unlessSet) {
        boolean set = reader.get(TCP_KEEP_ALIVE);
        boolean enabled = reader.isSet(TCP_KEEP_ALIVE) ? set : unlessSet;
        int count = reader.get(TCP_KEEP_ALIVE_COUNT, SYSTEM_DEFAULT);
        int idle = reader.get(TCP_KEEP_ALIVE_IDLE_SECONDS, SYSTEM_DEFAULT);
        int interval = reader.get(TCP_KEEP_ALIVE_INTERVAL_SECONDS, SYSTEM_DEFAULT);
        boolean probes = count != SYSTEM_DEFAULT || idle != SYSTEM_DEFAULT || interval != SYSTEM_DEFAULT;
        if (reader.isSet(TCP_KEEP_ALIVE) && !enabled && probes) {
            reader.problem(TCP_KEEP_ALIVE, "contradicts the other attributes tcp-keep-alive-*; use true, or leave them out",
                    TCP_KEEP_ALIVE_COUNT, TCP_KEEP_ALIVE_IDLE_SECONDS, TCP_KEEP_ALIVE_INTERVAL_SECONDS);
        }
        return new TcpKeepAlive(enabled || probes, count, idle, interval);
    }
}
