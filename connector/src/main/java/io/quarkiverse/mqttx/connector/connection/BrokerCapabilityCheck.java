package io.quarkiverse.mqttx.connector.connection;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.connector.config.OverlappingTopics;
import io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes;
import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.MessageDefaults;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.session.model.SessionSettings;

/**
 * Compares the configuration of a connection's channels with the capabilities that the broker announces in CONNACK
 * (MQTT-5.0 §3.2.2.3). Each finding names channel, attribute, value, and what the broker says.
 */
final class BrokerCapabilityCheck {

    private final ConnectionConfiguration connection;
    private final NegotiatedSettings broker;
    private final List<String> conflicts = new ArrayList<>();

    private BrokerCapabilityCheck(ConnectionConfiguration connection, NegotiatedSettings broker) {
        this.connection = connection;
        this.broker = broker;
    }

    /** What will not be as configured; empty when all will. */
    static List<String> conflicts(ConnectionConfiguration connection, List<IncomingSettings> incoming,
            List<OutgoingSettings> outgoing, NegotiatedSettings broker) {
        BrokerCapabilityCheck limits = new BrokerCapabilityCheck(connection, broker);
        limits.session();
        incoming.forEach(limits::incoming);
        limits.overlaps(incoming);
        outgoing.forEach(limits::outgoing);
        return List.copyOf(limits.conflicts);
    }

    private void session() {
        SessionSettings session = connection.settings().session();
        if (broker.keepAliveSeconds() != session.timing().keepAliveSeconds()
                && connection.sets(ConnectionAttributes.KEEP_ALIVE_SECONDS)) {
            add(connection.channel(), "keep-alive-seconds", session.timing().keepAliveSeconds(),
                    "the broker requires " + broker.keepAliveSeconds() + ", which applies");
        }
        if (broker.sessionExpirySeconds() < session.sessionExpirySeconds()) {
            add(connection.channel(), "session-expiry-seconds", session.sessionExpirySeconds(),
                    "the broker keeps the session for "
                            + broker.sessionExpirySeconds() + " seconds only");
        } else if (hasFallenBack() && session.cleanStart() && session.sessionExpirySeconds() > 0) {
            add(connection.channel(), "session-expiry-seconds", session.sessionExpirySeconds(),
                    "a clean session of MQTT " + broker.version() + " ends with the connection");
        }
    }

    private void incoming(IncomingSettings channel) {
        for (Subscription subscription : channel.subscription().filters()) {
            String filter = subscription.filter();
            if (!broker.sharedSubscriptionAvailable() && filter.startsWith("$share/")) {
                add(channel.channel(), "topic", filter, "the broker offers no shared subscriptions");
            } else if (!broker.wildcardSubscriptionAvailable() && (filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0)) {
                add(channel.channel(), "topic", filter, "the broker offers no wildcard subscriptions");
            }
        }
        ConcurrencyKey key = channel.processing().key();
        if (key != null && key.needsMqtt5() && hasFallenBack()) {
            add(channel.channel(), "concurrency-key", key, "with MQTT " + broker.version() + " no message has it, so all share"
                    + " one key and are processed one after the other");
        }
        if (hasFallenBack()) {
            List<Subscription> all = channel.subscription().filters();
            needs5(channel.channel(), "no-local", all.stream().anyMatch(Subscription::noLocal), "true");
            needs5(channel.channel(), "retain-as-published", all.stream().anyMatch(Subscription::retainAsPublished), "true");
            needs5(channel.channel(), "retain-handling", all.stream().anyMatch(wanted -> wanted.retainHandling() != 0),
                    all.stream().anyMatch(wanted -> wanted.retainHandling() == 1) ? "send-if-new" : "never");
        }
    }

    /** Without MQTT 5 in the configuration this was said before the connection. */
    private void overlaps(List<IncomingSettings> incoming) {
        if (broker.subscriptionIdentifierAvailable() || !speaks5()) {
            return;
        }
        for (int i = 0; i < incoming.size(); i++) {
            for (int j = i + 1; j < incoming.size(); j++) {
                IncomingSettings one = incoming.get(i);
                IncomingSettings other = incoming.get(j);
                String pair = OverlappingTopics.overlapping(one.subscription().filters(), other.subscription().filters());
                if (pair != null) {
                    add(one.channel() + "' and '" + other.channel(), "client-id", broker.clientId(), pair + " overlap, and "
                            + (broker.version().is5() ? "the broker" : "MQTT " + broker.version())
                            + " has no subscription identifiers, so both may get a message twice; give them client ids of"
                            + " their own");
                }
            }
        }
    }

    private void outgoing(OutgoingSettings channel) {
        if (channel.defaults().qos() > broker.maximumQos()) {
            add(channel.channel(), "qos", channel.defaults().qos(), "the broker takes messages up to QoS " + broker.maximumQos()
                    + ", so they are nacked");
        }
        if (channel.defaults().retain() && !broker.retainAvailable()) {
            add(channel.channel(), "retain", true, "the broker retains no messages, so they are nacked");
        }
        if (hasFallenBack()) {
            needs5(channel.channel(), "message-expiry-seconds",
                    channel.defaults().expirySeconds() != MessageDefaults.NO_EXPIRY, channel.defaults().expirySeconds());
            needs5(channel.channel(), "user-properties", !channel.defaults().userProperties().isEmpty(),
                    channel.defaults().userProperties().stream()
                            .map(property -> property.name() + "=" + property.value()).toList());
        }
    }

    private boolean speaks5() {
        return connection.settings().session().versions().contains(ProtocolVersion.V5);
    }

    private boolean hasFallenBack() {
        return speaks5() && !broker.version().is5();
    }

    private void needs5(String channel, String attribute, boolean set, Object value) {
        if (set) {
            add(channel, attribute, value, "has no effect with MQTT " + broker.version() + ", which is what the broker speaks");
        }
    }

    private void add(String channel, String attribute, Object value, String what) {
        conflicts.add("channel '" + channel + "', attribute '" + attribute + "', value '" + value + "': " + what);
    }
}
