package io.quarkiverse.mqttx.connector.config;

import java.util.List;

import io.quarkiverse.mqttx.session.ProtocolVersion;
import io.quarkiverse.mqttx.session.SessionSettings;
import io.quarkiverse.mqttx.transport.ServerAddress;
import io.vertx.core.net.PemTrustOptions;

/**
 * Attributes of the connection that are right one by one, but of which one makes another idle. What is set for nothing is asked
 * only where something makes it so: a plain configuration costs no look-ups.
 */
final class IdleAttributes {

    private final ChannelConfig config;
    private final ConnectionConfiguration connection;
    private final Findings findings;

    IdleAttributes(ChannelConfig config, ConnectionConfiguration connection, Findings findings) {
        this.config = config;
        this.connection = connection;
        this.findings = findings;
    }

    void find() {
        session();
        if (!connection.reconnect().enabled()) {
            warn(List.of("reconnect-attempts", "reconnect-interval-seconds", "reconnect-max-interval-seconds"),
                    "has no effect, because auto-reconnect is false", "auto-reconnect");
        }
        if (connection.servers().stream().anyMatch(ServerAddress::tls)) {
            stores();
        }
    }

    private void session() {
        SessionSettings session = connection.session();
        boolean speaks5 = session.versions().contains(ProtocolVersion.V5);
        if (!speaks5) {
            warn(List.of("receive-maximum"), "is not told to the broker before MQTT 5, which sends as many messages ahead as it"
                    + " is configured to; set the limit there", "version");
        }
        if (speaks5 && !session.cleanStart() && session.sessionExpirySeconds() == 0) {
            warn(List.of("session-expiry-seconds"), "is 0, so with MQTT 5 the session ends with the connection, and"
                    + " auto-clean-session=false finds nothing to resume; leave out one of the two", "auto-clean-session",
                    "version");
        }
    }

    private void stores() {
        TlsConfiguration tls = connection.tls();
        if (tls.trustAll()) {
            warn(List.of("ssl.truststore.location"), "has no effect, because trust-all is true", "trust-all");
        }
        if (tls.trustStore() instanceof PemTrustOptions) {
            warn(List.of("ssl.truststore.password"), "has no effect with ssl.truststore.type=pem", "ssl.truststore.type");
        }
        if (tls.keyStore() == null) {
            warn(List.of("ssl.keystore.type"), "has no effect without ssl.keystore.location", "ssl.keystore.location");
        }
        if (tls.trustStore() == null) {
            warn(List.of("ssl.truststore.type"), "has no effect without ssl.truststore.location",
                    "ssl.truststore.location");
        }
        Object name = connection.asRead().get("tls-configuration-name");
        if (name != null) {
            warn(List.of("ssl.keystore.location", "ssl.truststore.location"), "has no effect where quarkus.tls." + name
                    + ".* has such a store too; name each store in one place", "tls-configuration-name");
        }
    }

    private void warn(List<String> attributes, String text, String... because) {
        List<String> set = attributes.stream().filter(config::isSet).toList();
        if (!set.isEmpty()) {
            findings.warning(config.channel(), String.join(", ", set), text, because);
        }
    }
}
