package io.quarkiverse.mqttx.brokers;

import static io.quarkiverse.mqttx.api.ProtocolVersion.V3_1;
import static io.quarkiverse.mqttx.api.ProtocolVersion.V3_1_1;
import static io.quarkiverse.mqttx.api.ProtocolVersion.V5;

import java.util.EnumSet;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/** The rows of the matrix, and how each is tried. */
enum Feature {

    CONNECT("connects", Connecting::pinned, V5, V3_1_1, V3_1),
    AUTO("`version=auto` finds the highest", Connecting::auto, V5, V3_1_1, V3_1),
    TLS("TLS", Connecting::tls, V5, V3_1_1, V3_1),
    QOS_0_OUT("QoS 0 out", cell -> Delivery.out(cell, 0), V5, V3_1_1, V3_1),
    QOS_1_OUT("QoS 1 out, acknowledged", cell -> Delivery.out(cell, 1), V5, V3_1_1, V3_1),
    QOS_2_OUT("QoS 2 out, exactly once", cell -> Delivery.out(cell, 2), V5, V3_1_1, V3_1),
    QOS_0_IN("QoS 0 in", cell -> Delivery.in(cell, 0), V5, V3_1_1, V3_1),
    QOS_1_IN("QoS 1 in, acknowledged", cell -> Delivery.in(cell, 1), V5, V3_1_1, V3_1),
    QOS_2_IN("QoS 2 in, exactly once", cell -> Delivery.in(cell, 2), V5, V3_1_1, V3_1),
    RETAINED("retained messages, both ways", cell -> Sessions.retained(cell, "state"), V5, V3_1_1, V3_1),
    RETAINED_BY_WILDCARD("retained messages, wildcard", cell -> Sessions.retained(cell, "#"), V5, V3_1_1, V3_1),
    WILL("will, after an abrupt end", Sessions::will, V5, V3_1_1, V3_1),
    PERSISTENT_SESSION("persistent session", Sessions::persistent, V5, V3_1_1, V3_1),
    INHERITED_SESSION("QoS 2 out, after a process that died", Sessions::inherited, V5, V3_1_1, V3_1),
    SHARED_SUBSCRIPTION("shared subscription", Sessions::shared, V5, V3_1_1),
    PROPERTIES("properties of a message, both ways", Mqtt5::properties, V5),
    EXPIRY("message expiry, passed on", Mqtt5::expiry, V5),
    WILL_PROPERTIES("properties of the will", Mqtt5::willProperties, V5),
    WILL_WITH_SESSION("will, with a session that is kept", Mqtt5::willWithSession, V5),
    WILL_DELAY("will delay", Mqtt5::willDelay, V5),
    ASSIGNED_CLIENT_ID("assigned client id", Mqtt5::assignedClientId, V5),
    RECEIVE_MAXIMUM("Receive Maximum of the client, QoS 1", Mqtt5::receiveMaximum, V5),
    RECEIVE_MAXIMUM_QOS_2("Receive Maximum of the client, QoS 2", Mqtt5::receiveMaximumAtQos2, V5),
    MAXIMUM_PACKET_SIZE("Maximum Packet Size of the client", Mqtt5::maximumPacketSize, V5),
    NO_LOCAL("`no-local`", SubscriptionOptions::noLocal, V5),
    RETAIN_AS_PUBLISHED("`retain-as-published`", SubscriptionOptions::retainAsPublished, V5),
    RETAIN_HANDLING("`retain-handling`", SubscriptionOptions::retainHandling, V5),
    SUBSCRIPTION_IDENTIFIERS("subscription identifiers", Labels::subscriptionIdentifiers, V5),
    TOPIC_ALIASES_OUT("topic aliases out", Labels::outgoingAliases, V5),
    TOPIC_ALIASES_IN("topic aliases in", Labels::incomingAliases, V5);

    private final String title;
    private final Check check;
    private final Set<ProtocolVersion> versions;

    /** Tries a feature with the product; fails when it does not work. */
    interface Check {
        void run(Cell cell) throws Exception;
    }

    Feature(String title, Check check, ProtocolVersion... versions) {
        this.title = title;
        this.check = check;
        this.versions = EnumSet.copyOf(Set.of(versions));
    }

    String title() {
        return title;
    }

    /** Whether there is a cell for it: to connect is tried in the versions, too, that a broker does not speak. */
    boolean appliesTo(Contestant contestant, ProtocolVersion version) {
        if (this == CONNECT) {
            return true;
        }
        return versions.contains(version) && contestant.broker().supports(version)
                && (this != AUTO || version == contestant.speaks().get(0));
    }

    void tryAt(Cell cell) throws Exception {
        check.run(cell);
    }
}
