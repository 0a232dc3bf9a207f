package io.quarkiverse.mqttx.connector.config;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.connector.config.model.AuthenticationConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.support.NearestName;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.spi.CredentialsSource;
import io.quarkiverse.mqttx.transport.TransportSettings.TcpKeepAlive;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/** All that a channel wants of its connection. */
final class ConnectionReader {

    private static final int SYSTEM_DEFAULT = -1;

    private final ChannelAttributes config;
    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;
    private final ConfigurationProblems problems;
    private final BeanLookup beans;
    private final Vertx vertx;

    ConnectionReader(ChannelAttributes config, ConfigurationProblems problems, BeanLookup beans, Vertx vertx) {
        this.config = config;
        this.problems = problems;
        this.reader = new AttributeReader(config, problems);
        this.attributes = new MqttConnectorCommonConfiguration(reader.readable());
        this.beans = beans;
        this.vertx = vertx;
    }

    /** @param maxInflight of the channel */
    ConnectionConfiguration read(int maxInflight) {
        String optionsName = reader.text("client-options-name", attributes.getClientOptionsName());
        Optional<NetClientOptions> options = optionsBean(optionsName);
        boolean tlsByOptions = options.map(NetClientOptions::isSsl).orElse(false);
        boolean tlsByName = tlsConfigurationName() != null;
        List<ServerAddress> servers = new ServersReader(config, attributes, reader, tlsByOptions || tlsByName).read();
        boolean tlsUsed = servers.stream().anyMatch(ServerAddress::tls);
        if (tlsByName && !tlsUsed) {
            reader.problem("tls-configuration-name", "contradicts the connection without TLS; leave out ssl=false, or use the"
                    + " scheme mqtts in servers", "ssl", "servers");
        }
        credentials();
        AuthenticationConfiguration authentication = new AuthenticationReader(config, attributes, reader, beans).read();
        SessionSettings session = new SessionReader(config, attributes, reader, problems).read(maxInflight,
                authentication != null);
        return new ConnectionConfiguration(config, servers, session, authentication, reconnect(),
                Math.toIntExact(session.connectTimeoutMillis()), serverName(),
                tcpKeepAlive(options.map(NetClientOptions::isTcpKeepAlive).orElse(false)),
                new TlsReader(config, attributes, reader, vertx).read(tlsUsed),
                new SessionStoreReader(attributes, reader, beans).read(session), optionsName,
                reader.asRead());
    }

    private void credentials() {
        String provider = reader.text("credentials-provider", attributes.getCredentialsProvider());
        String bean = reader.text("credentials-provider-name", attributes.getCredentialsProviderName());
        if (provider == null && bean == null) {
            return;
        }
        String named = provider == null ? "credentials-provider-name" : "credentials-provider";
        if (config.isSet("password")) {
            reader.problem(named, "contradicts password; leave out one of them", "password");
        }
        if (!beans.hasCredentials(bean)) {
            reader.problem(bean == null ? named : "credentials-provider-name", "there is no CDI bean "
                    + (bean == null ? "" : "'" + bean + "' ") + "that gives credentials; make one of type "
                    + CredentialsSource.class.getName() + ", in Quarkus of type io.quarkus.credentials.CredentialsProvider");
        }
    }

    private Optional<NetClientOptions> optionsBean(String name) {
        if (name == null) {
            return Optional.empty();
        }
        Optional<NetClientOptions> options = beans.clientOptions(name);
        if (options.isEmpty()) {
            reader.problem("client-options-name", "there is no CDI bean of type " + NetClientOptions.class.getName()
                    + " with @Identifier(\"" + name + "\"); produce one, or correct the name");
        }
        return options;
    }

    private String tlsConfigurationName() {
        String name = reader.text("tls-configuration-name", attributes.getTlsConfigurationName());
        if (name != null && !beans.hasOptionsCustomizer()) {
            reader.problem("tls-configuration-name", "needs the TLS registry of Quarkus, which is not there; use the"
                    + " attributes ssl.*, or client-options-name");
        } else if (name != null) {
            beans.tlsConfigurations().filter(known -> !known.contains(name)).ifPresent(known -> {
                String nearest = NearestName.of(name, known.names());
                reader.problem("tls-configuration-name", "the TLS registry has no configuration of this name; configure"
                        + " quarkus.tls." + name + ".*, or correct the name"
                        + (nearest == null ? "" : "; did you mean " + nearest + "?"));
            });
        }
        return name;
    }

    private String serverName() {
        String name = reader.text("server-name", attributes.getServerName());
        if (name != null && !HostName.isHost(name)) {
            reader.problem("server-name", "use the host name alone that the broker's certificate is for");
        }
        return name;
    }

    private ReconnectSettings reconnect() {
        boolean enabled = reader.bool("auto-reconnect", attributes.getAutoReconnect());
        int attempts = reader.number("reconnect-attempts", attributes.getReconnectAttempts(), -1, Integer.MAX_VALUE);
        int interval = reader.number("reconnect-interval-seconds", attributes.getReconnectIntervalSeconds(), 0,
                AttributeReader.MAX_SECONDS);
        int maximum = reader.number("reconnect-max-interval-seconds", attributes.getReconnectMaxIntervalSeconds(), 0,
                AttributeReader.MAX_SECONDS);
        if (config.isSet("reconnect-max-interval-seconds") && maximum < interval) {
            reader.problem("reconnect-max-interval-seconds", "is less than reconnect-interval-seconds, which is " + interval
                    + "; use that or more", "reconnect-interval-seconds");
        }
        return new ReconnectSettings(enabled, attempts, 1000L * interval, 1000L * Math.max(interval, maximum),
                reader.bool("follow-redirects", attributes.getFollowRedirects()),
                new ReasonCodesReader(reader, attributes).read());
    }

    private TcpKeepAlive tcpKeepAlive(boolean unlessSet) {
        boolean set = reader.bool("tcp-keep-alive", attributes.getTcpKeepAlive());
        boolean enabled = config.isSet("tcp-keep-alive") ? set : unlessSet;
        int count = probe("tcp-keep-alive-count", attributes.getTcpKeepAliveCount());
        int idle = probe("tcp-keep-alive-idle-seconds", attributes.getTcpKeepAliveIdleSeconds());
        int interval = probe("tcp-keep-alive-interval-seconds", attributes.getTcpKeepAliveIntervalSeconds());
        boolean probes = count != SYSTEM_DEFAULT || idle != SYSTEM_DEFAULT || interval != SYSTEM_DEFAULT;
        if (config.isSet("tcp-keep-alive") && !enabled && probes) {
            reader.problem("tcp-keep-alive", "contradicts the other attributes tcp-keep-alive-*; use true, or leave them out",
                    "tcp-keep-alive-count", "tcp-keep-alive-idle-seconds", "tcp-keep-alive-interval-seconds");
        }
        return new TcpKeepAlive(enabled || probes, count, idle, interval);
    }

    private int probe(String attribute, Optional<Integer> value) {
        return reader.optionalNumber(attribute, value, 1, Short.MAX_VALUE, SYSTEM_DEFAULT);
    }
}
