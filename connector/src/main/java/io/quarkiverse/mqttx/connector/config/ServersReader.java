package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.connector.config.source.CommaList;

/**
 * Where the brokers are: {@code servers}, or {@code host}, {@code port} and {@code ssl}.
 *
 * @param tlsUnlessSet whether TLS is used when the attribute {@code ssl} is not set
 */
record ServersReader(AttributeReader reader, boolean tlsUnlessSet) {

    /** What counts when no host is set. */
    static final String LOCAL = "localhost";

    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    List<ServerAddress> read() {
        String servers = reader.get(SERVERS);
        boolean ssl = reader.get(SSL);
        String host = reader.get(HOST);
        int port = reader.get(PORT, 0);
        List<ServerAddress> addresses = usesServers() ? parse(servers, ssl) : List.of(address(host, port, ssl));
        // What counts is where the connection goes to, in whichever way it is said
        reader.forget(SERVERS, HOST, PORT, SSL);
        reader.asRead().put(SERVERS.name(), addresses);
        return addresses;
    }

    private boolean usesServers() {
        boolean hostOnChannel = reader.isSetOnChannel(HOST) || reader.isSetOnChannel(PORT);
        boolean hostAnywhere = reader.isSet(HOST) || reader.isSet(PORT);
        boolean serversOnChannel = reader.isSetOnChannel(SERVERS);
        boolean serversAnywhere = reader.isSet(SERVERS);
        if (serversOnChannel && hostOnChannel || serversAnywhere && hostAnywhere && !serversOnChannel && !hostOnChannel) {
            reader.problem(SERVERS, "contradicts " + (reader.isSet(HOST) ? "host" : PORT)
                    + "; use either servers, or host and port", HOST, PORT);
        }
        return serversOnChannel || serversAnywhere && !hostOnChannel;
    }

    private ServerAddress address(String host, int port, boolean ssl) {
        boolean tls = reader.isSet(SSL) ? ssl : tlsUnlessSet;
        String name = host == null ? LOCAL : HostName.of(host);
        String problem = HostName.problem(name);
        if (problem != null) {
            reader.problem(HOST, problem);
        }
        return new ServerAddress(name, port != 0 ? port : port(tls), tls);
    }

    /** What counts when no port is set. */
    static int port(boolean tls) {
        return tls ? TLS_PORT : PLAIN_PORT;
    }

    private List<ServerAddress> parse(String servers, boolean ssl) {
        List<ServerAddress> addresses = CommaList.split(servers == null ? "" : servers).stream().map(this::parseOne)
                .filter(Objects::nonNull).toList();
        boolean sslSet = reader.isSetOnChannel(SSL) || !reader.isSetOnChannel(SERVERS) && reader.isSet(SSL);
        if (sslSet) {
            addresses.stream().filter(address -> address.tls() != ssl).findFirst()
                    .ifPresent(address -> reader.problem(SSL,
                            "contradicts " + address + " in servers; leave ssl out, the scheme decides", SERVERS));
        }
        return addresses;
    }

    private ServerAddress parseOne(String server) {
        try {
            URI uri = new URI(server);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean tls = scheme.equals("mqtts") || scheme.equals("ssl");
            String authority = uri.getRawAuthority();
            boolean bare = (uri.getRawPath() == null || uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (authority == null || !bare || !tls && !scheme.equals("mqtt") && !scheme.equals("tcp")) {
                return malformed();
            }
            if (authority.indexOf('@') >= 0) {
                reader.problem(SERVERS, "has user and password in a URI; use the attributes username and password");
                return null;
            }
            return authority(authority, tls);
        } catch (URISyntaxException | NumberFormatException e) {
            return malformed();
        }
    }

    /** Not by {@link URI#getHost()}, which knows no names with an underscore, such as those of containers. */
    private ServerAddress authority(String authority, boolean tls) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = colon < 0 ? port(tls) : Integer.parseInt(authority.substring(colon + 1));
        host = HostName.of(host);
        return !HostName.isHost(host) || port < 1 || port > PORT.max() ? malformed() : new ServerAddress(host, port, tls);
    }

    private ServerAddress malformed() {
        reader.problem(SERVERS, "use a comma-separated list like mqtt://host:1883,mqtts://host:8883, with the schemes"
                + " mqtt, tcp, mqtts and ssl and ports from 1 to 65535");
        return null;
    }
}
