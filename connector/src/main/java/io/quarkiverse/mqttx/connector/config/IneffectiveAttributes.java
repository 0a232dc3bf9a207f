package io.quarkiverse.mqttx.connector.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.attribute.Need;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.connector.config.model.TlsConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.vertx.core.net.PemTrustOptions;

/**
 * Warns of attributes that have no effect beside others that are set. One of the connector is such when it has no effect on any
 * channel.
 */
record IneffectiveAttributes(ChannelAttributes config, ConnectionConfiguration connection, ConfigurationProblems problems) {

    /** Failure strategies without attributes of their own; any other may read what it likes. */
    private static final Set<String> WITHOUT_ATTRIBUTES = Set.of("fail", "ignore");

    /** @param settings of the channel */
    void find(Object settings) {
        if (settings instanceof IncomingSettings incoming) {
            failures(incoming.failure().strategies());
            if (!config.isClient()) {
                processing(incoming, incoming.processing());
            }
        }
        if (settings instanceof OutgoingSettings outgoing && !outgoing.reply()) {
            without(Need.REPLY);
        }
        session();
        will();
        if (!connection.settings().reconnect().enabled()) {
            without(Need.RECONNECT);
        }
        if (connection.settings().servers().stream().anyMatch(ServerAddress::tls)) {
            stores();
        } else {
            without(Need.TLS);
        }
    }

    private void failures(List<String> strategies) {
        List<Need> needs = Arrays.stream(Need.values()).filter(need -> !need.strategies().isEmpty()).toList();
        if (strategies.stream().allMatch(name -> WITHOUT_ATTRIBUTES.contains(name)
                || needs.stream().anyMatch(need -> need.strategies().contains(name)))) {
            needs.stream().filter(need -> Collections.disjoint(need.strategies(), strategies)).forEach(this::without);
        }
    }

    private void session() {
        SessionSettings session = connection.settings().session();
        boolean speaks5 = session.versions().contains(ProtocolVersion.V5);
        if (!speaks5) {
            warn(Attributes.needing(config.isIncoming(), Need.MQTT_5, Need.WILL), Need.MQTT_5);
            warn(List.of("receive-maximum"), "is not sent to the broker before MQTT 5, which sends as many messages ahead as it"
                    + " is configured to; set the limit there", "version");
        }
        if (!speaks5 && session.options().shutdown().expirySeconds() > 0) {
            warn(List.of("session-on-shutdown"),
                    "has no effect before MQTT 5, where the broker keeps the session for as long as"
                            + " it is configured to; use keep or end",
                    "version");
        } else if (session.versions().stream().noneMatch(session::outlivesConnection)) {
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
        SessionSettings session = connection.settings().session();
        if (session.will() != null && !session.versions().contains(ProtocolVersion.V5)) {
            warn(Attributes.needing(config.isIncoming(), Need.WILL).stream()
                    .filter(Attributes.needing(config.isIncoming(), Need.MQTT_5)::contains).toList(), Need.MQTT_5);
        }
    }

    private void processing(IncomingSettings channel, Processing processing) {
        if (!processing.batch()) {
            without(Need.BATCH);
        } else if (processing.batchSize() > connection.settings().session().limits().receiveMaximum()
                && channel.subscription().filters().stream().anyMatch(subscription -> subscription.qos() > 0)) {
            warn(List.of("batch-size"),
                    "is more than receive-maximum=" + connection.settings().session().limits().receiveMaximum() + " allows the"
                            + " broker to send ahead, so that no batch of QoS 1 and 2 is ever full and each waits for"
                            + " batch-window-ms; use a smaller batch-size, or raise receive-maximum",
                    "receive-maximum", "qos",
                    "batch");
        }
        if (processing.key() == null) {
            without(Need.CONCURRENCY_KEY);
        } else if (processing.key().needsMqtt5() && !connection.settings().session().versions().contains(ProtocolVersion.V5)) {
            warn(List.of("concurrency-key"),
                    "is not in messages before MQTT 5, so they all share one key, and are"
                            + " processed one after the other; use topic, topic-level:N or topic-variable:NAME",
                    "version");
        }
    }

    private void stores() {
        TlsConfiguration tls = connection.settings().network().tls();
        if (tls.trustAll()) {
            warn(List.of("ssl.truststore.location"), "has no effect, because trust-all is true", "trust-all");
        }
        if (tls.trustStore() instanceof PemTrustOptions) {
            warn(List.of("ssl.truststore.password"), "has no effect with ssl.truststore.type=pem", "ssl.truststore.type");
        }
        if (tls.keyStore() == null) {
            without(Need.KEY_STORE);
        }
        if (tls.trustStore() == null) {
            without(Need.TRUST_STORE);
        }
        Object name = connection.settings().asRead().get("tls-configuration-name");
        if (name != null) {
            warn(List.of("ssl.keystore.location", "ssl.truststore.location"), "has no effect where quarkus.tls." + name
                    + ".* has such a store too; name each store in one place", "tls-configuration-name");
        }
    }

    private void without(Need need) {
        warn(Attributes.needing(config.isIncoming(), need), need);
    }

    private void warn(List<String> attributes, Need need) {
        warn(attributes, need.text(), need.because());
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
