package io.quarkiverse.mqttx.connector.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.connector.config.model.TlsConfiguration;
import io.quarkiverse.mqttx.connector.config.source.Attributes;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.vertx.core.net.PemTrustOptions;

/**
 * Attributes of the connection that are right one by one, but of which one makes another idle. An attribute of the connector is
 * idle when it is so for each channel.
 */
final class IneffectiveAttributes {

    private static final List<String> NEEDS_TLS = List.of("ssl.keystore.location", "ssl.keystore.password",
            "ssl.keystore.type", "ssl.truststore.location", "ssl.truststore.password", "ssl.truststore.type",
            "ssl.hostname-verification-algorithm", "trust-all", "server-name");

    private static final String BEFORE_MQTT_5 = "has no effect before MQTT 5";
    private static final List<String> NEEDS_MQTT_5 = List.of("session-expiry-seconds", "follow-redirects",
            "session-expiry-on-disconnect-seconds", "connect-user-properties", "request-response-information",
            "request-problem-information", "topic-alias-maximum", "outgoing-topic-aliases");
    private static final List<String> INCOMING_NEEDS_MQTT_5 = List.of("no-local", "retain-as-published", "retain-handling");
    private static final List<String> OUTGOING_NEEDS_MQTT_5 = List.of("user-properties");

    /** The attributes of failure strategies, by strategy. */
    private static final Map<String, List<String>> OF_STRATEGIES = Map.of(
            DeadLetterSettings.STRATEGY, List.of("dead-letter-topic", "dead-letter-qos", "dead-letter-format",
                    "dead-letter-connection"),
            "reject", List.of("reject-reason-codes", "reject-reason-string"),
            "redeliver", List.of("redeliver-max-attempts", "redeliver-delay-seconds", "redeliver-max-withheld",
                    "redeliver-min-interval-seconds"),
            "delayed-retry", List.of("retry-max-attempts", "retry-delay-ms", "retry-max-delay-ms", "retry-max-waiting"));
    /** Besides those with attributes; any other may read what it likes. */
    private static final Set<String> WITHOUT_ATTRIBUTES = Set.of("fail", "ignore");

    private final ChannelAttributes config;
    private final ConnectionConfiguration connection;
    private final ConfigurationProblems problems;

    IneffectiveAttributes(ChannelAttributes config, ConnectionConfiguration connection, ConfigurationProblems problems) {
        this.config = config;
        this.connection = connection;
        this.problems = problems;
    }

    /** @param settings of the channel */
    void find(Object settings) {
        if (settings instanceof IncomingSettings incoming) {
            failures(incoming.failure().strategies());
            if (!config.isClient()) {
                processing(incoming, incoming.processing());
            }
        }
        if (settings instanceof OutgoingSettings outgoing && !outgoing.reply()) {
            warn(List.of("reply-allowed-topics"), "has no effect, because reply is false", "reply");
        }
        session();
        will();
        if (!connection.reconnect().enabled()) {
            warn(List.of("reconnect-attempts", "reconnect-interval-seconds", "reconnect-max-interval-seconds",
                    "reason-codes"),
                    "has no effect, because auto-reconnect is false", "auto-reconnect");
        }
        if (connection.servers().stream().anyMatch(ServerAddress::tls)) {
            stores();
        } else {
            warn(NEEDS_TLS, "has no effect, because the connection is not encrypted; set ssl=true", "ssl", "servers",
                    "client-options-name", "tls-configuration-name");
        }
    }

    private void failures(List<String> strategies) {
        boolean ownStrategy = strategies.stream()
                .anyMatch(strategy -> !OF_STRATEGIES.containsKey(strategy) && !WITHOUT_ATTRIBUTES.contains(strategy));
        OF_STRATEGIES.forEach((strategy, attributes) -> {
            if (!strategies.contains(strategy) && !ownStrategy) {
                warn(attributes, "has no effect without " + strategy + " in failure-strategy", "failure-strategy");
            }
        });
    }

    private void session() {
        SessionSettings session = connection.session();
        boolean speaks5 = session.versions().contains(ProtocolVersion.V5);
        if (!speaks5) {
            warn(NEEDS_MQTT_5, BEFORE_MQTT_5, "version");
            warn(config.isIncoming() ? INCOMING_NEEDS_MQTT_5 : OUTGOING_NEEDS_MQTT_5, BEFORE_MQTT_5, "version");
            warn(List.of("receive-maximum"), "is not told to the broker before MQTT 5, which sends as many messages ahead as it"
                    + " is configured to; set the limit there", "version");
        }
        if (session.versions().equals(Set.of(ProtocolVersion.V5))) {
            warn(List.of("max-inflight-qos2"), "has no effect in MQTT 5, where the broker tells how many messages it takes",
                    "version");
        }
        if (session.versions().stream().noneMatch(session::outlivesConnection)) {
            warn(List.of("session-on-shutdown"), "has no effect, because the session ends with the connection",
                    "auto-clean-session", "session-expiry-seconds", "version");
        }
        if (speaks5 && !session.cleanStart() && session.sessionExpirySeconds() == 0) {
            warn(List.of("session-expiry-seconds"), "is 0, so with MQTT 5 the session ends with the connection, and"
                    + " auto-clean-session=false finds nothing to resume; leave out one of the two", "auto-clean-session",
                    "version");
        }
    }

    private void will() {
        SessionSettings session = connection.session();
        if (session.will() != null && !session.versions().contains(ProtocolVersion.V5)) {
            warn(WillReader.ONLY_IN_MQTT_5, "has no effect before MQTT 5", "version");
        }
    }

    private void processing(IncomingSettings channel, Processing processing) {
        if (!processing.batch()) {
            warn(List.of("batch-size", "batch-window-ms"), "has no effect without batch=true", "batch");
        } else if (processing.batchSize() > connection.session().receiveMaximum()
                && channel.subscriptions().stream().anyMatch(subscription -> subscription.qos() > 0)) {
            warn(List.of("batch-size"), "is more than receive-maximum=" + connection.session().receiveMaximum() + " allows the"
                    + " broker to send ahead, so that no batch of QoS 1 and 2 is ever full and each waits for"
                    + " batch-window-ms; use a smaller batch-size, or raise receive-maximum", "receive-maximum", "qos",
                    "batch");
        }
        if (processing.key() == null) {
            warn(List.of("max-concurrency"), "has no effect without concurrency-key", "concurrency-key");
        } else if (processing.key().needsMqtt5() && !connection.session().versions().contains(ProtocolVersion.V5)) {
            warn(List.of("concurrency-key"),
                    "is not in messages before MQTT 5, so that they all have one key in common, and are"
                            + " processed one after the other; use topic, topic-level:N or topic-variable:NAME",
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
        List<String> here = attributes.stream().filter(config::isSetOnChannel).toList();
        if (!here.isEmpty()) {
            problems.warning(config.channel(), String.join(", ", here), text, because);
        }
        attributes.stream().filter(config::isSet).filter(attribute -> !here.contains(attribute))
                .forEach(attribute -> problems.idleOnConnector(attribute, text, because));
    }
}
