package io.quarkiverse.mqttx.brokers;

import static io.quarkiverse.mqttx.api.ProtocolVersion.V3_1;
import static io.quarkiverse.mqttx.api.ProtocolVersion.V3_1_1;
import static io.quarkiverse.mqttx.api.ProtocolVersion.V5;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.brokers.Limit.Proof;

/** The one table of what brokers do not do. */
final class Limits {

    private static final Set<ProtocolVersion> OLD = Set.of(V3_1_1, V3_1);

    private static final String FULL_TOPIC = "CONNECT with Topic Alias Maximum 10: the second PUBLISH has the topic in full";

    private static final List<Limit> ALL = List.of(
            version("activemq", V5, "CONNACK 20 02 00 01, closes the connection"),
            version("aedes", V5, "CONNACK 20 02 00 01, closes the connection"),
            version("moquette", V5, "CONNACK 20 03 00 01 00, closes the connection"),
            version("nats", V5, "CONNACK 20 02 00 01, closes the connection"),
            version("nats", V3_1, "closes the connection"),
            version("rabbitmq", V5, "closes the connection"),
            version("ejabberd", V3_1, "CONNACK 20 02 00 01, closes the connection"),

            noGroups("activemq", V3_1_1, "SUBSCRIBE to $share/…: SUBACK 90 03 00 01 01, no PUBLISH within a second"),
            noGroups("aedes", V3_1_1, "SUBSCRIBE to $share/…: SUBACK 90 03 00 01 01, no PUBLISH within a second"),
            noGroups("moquette", V3_1_1, "SUBSCRIBE to $share/…: SUBACK 90 03 00 01 01, no PUBLISH within a second"),
            noGroups("nats", V3_1_1, "SUBSCRIBE to $share/…: SUBACK 90 03 00 01 01, no PUBLISH within a second"),
            noGroups("rabbitmq", V3_1_1, "SUBSCRIBE to $share/…: SUBACK 90 03 00 01 01, no PUBLISH within a second"),
            noGroups("ejabberd", V3_1_1, "SUBSCRIBE to $share/…: closes the connection"),
            limit("ejabberd", Feature.SHARED_SUBSCRIPTION, Set.of(V5), "no shared subscriptions", Proofs::shared,
                    "SUBSCRIBE to $share/…: DISCONNECT E0 37 9E …, closes the connection"),
            limit("ejabberd", Feature.MAXIMUM_PACKET_SIZE, Set.of(V5), "sends what is larger than the client takes",
                    Proofs::maximumPacketSize, "CONNECT with Maximum Packet Size 100: PUBLISH 30 … (218 bytes)"),

            limit("nats", Feature.QOS_2_OUT, OLD, "no QoS 2", Proofs::publishAtQos2, "PUBLISH of QoS 2: closes the connection"),
            limit("nats", Feature.QOS_2_IN, OLD, "no QoS 2", Proofs::subscribeAtQos2,
                    "SUBSCRIBE of QoS 2: SUBACK 90 03 00 01 01"),
            limit("rabbitmq", Feature.QOS_2_OUT, OLD, "no QoS 2", Proofs::publishAtQos2,
                    "PUBLISH of QoS 2: PUBACK 40 02 00 02"),
            limit("nats", Feature.INHERITED_SESSION, OLD, "no QoS 2", Proofs::publishAtQos2,
                    "PUBLISH of QoS 2: closes the connection"),
            limit("rabbitmq", Feature.INHERITED_SESSION, OLD, "no QoS 2", Proofs::publishAtQos2,
                    "PUBLISH of QoS 2: PUBACK 40 02 00 02"),
            limit("rabbitmq", Feature.QOS_2_IN, OLD, "no QoS 2", Proofs::subscribeAtQos2,
                    "SUBSCRIBE of QoS 2: SUBACK 90 03 00 01 01"),

            limit("aedes", Feature.QOS_2_IN, OLD, "sends a QoS 2 message again that is complete", Proofs::resumeAfterQos2,
                    "after PUBCOMP for all 200 messages, in the next connection: PUBLISH 34 …"),

            limit("aedes", Feature.INHERITED_SESSION, Set.of(V3_1_1),
                    "says that there is no session, and keeps its identifiers",
                    Proofs::halfPublished, "after PUBLISH and PUBREC, in the next connection: CONNACK 20 02 00 00;"
                            + " another PUBLISH under the identifier, PUBREL: 1 of 2 messages arrive"),

            limit("rabbitmq", Feature.RETAINED_BY_WILDCARD, OLD, "retained messages only for filters without wildcards",
                    cell -> Proofs.retained(cell, "#"),
                    "SUBSCRIBE to #: SUBACK 90 03 00 01 01, no PUBLISH within a second"),
            limit("moquette", Feature.RETAINED, OLD, "retained messages come without the RETAIN flag",
                    cell -> Proofs.retained(cell, "state"), "SUBSCRIBE to state: SUBACK 90 03 00 01 01, PUBLISH 32 …"),
            limit("moquette", Feature.RETAINED_BY_WILDCARD, OLD, "retained messages come without the RETAIN flag",
                    cell -> Proofs.retained(cell, "#"), "SUBSCRIBE to #: SUBACK 90 03 00 01 01, PUBLISH 32 …"),

            limit("mosquitto", Feature.RECEIVE_MAXIMUM, Set.of(V5), "sends more than the client's Receive Maximum",
                    Proofs::receiveMaximum,
                    "CONNECT with Receive Maximum 5: 5 PUBLISH; behind PUBACK for all of these at once: 15 PUBLISH"),
            limit("mosquitto", Feature.TOPIC_ALIASES_IN, Set.of(V5), "uses no topic aliases", Proofs::topicAliases, FULL_TOPIC),
            limit("hivemq", Feature.TOPIC_ALIASES_IN, Set.of(V5), "uses no topic aliases", Proofs::topicAliases, FULL_TOPIC),
            limit("ejabberd", Feature.TOPIC_ALIASES_IN, Set.of(V5), "uses no topic aliases", Proofs::topicAliases, FULL_TOPIC),

            limit("artemis", Feature.ASSIGNED_CLIENT_ID, Set.of(V5), "assigns a client id with Clean Start only",
                    Proofs::connectWithoutClientId,
                    "CONNECT without client id and Clean Start: CONNACK 20 03 00 85 00"),
            limit("artemis", Feature.RECEIVE_MAXIMUM_QOS_2, Set.of(V5),
                    "stops sending at QoS 2 when the window was full", Proofs::receiveMaximumAtQos2,
                    "PUBLISH, PUBREC, PUBREL, PUBCOMP, and nothing more of 50 messages; PINGREQ: PINGRESP D0 00"),
            limit("artemis", Feature.WILL_WITH_SESSION, Set.of(V5),
                    "publishes a will without delay only when the session has expired", Proofs::willWithSession,
                    "CONNECT with Session Expiry Interval 3600, no DISCONNECT: no PUBLISH within a second; "
                            + "with Will Delay Interval 1: PUBLISH 30 …"),
            limit("artemis", Feature.WILL_PROPERTIES, Set.of(V5), "wills lose content type and expiry", Proofs::will,
                    "PUBLISH 30 15 00 0E <topic> 00 67 6F 6E 65"));

    private Limits() {
    }

    static Optional<Limit> of(Contestant contestant, Feature feature, ProtocolVersion version) {
        return ALL.stream().filter(limit -> limit.isOf(contestant, feature, version)).findFirst();
    }

    private static Limit version(String broker, ProtocolVersion version, String evidence) {
        return limit(broker, Feature.CONNECT, Set.of(version), "does not speak it", Proofs::connect, evidence);
    }

    private static Limit noGroups(String broker, ProtocolVersion version, String evidence) {
        return limit(broker, Feature.SHARED_SUBSCRIPTION, Set.of(version), "no shared subscriptions, which MQTT "
                + version + " does not have", Proofs::shared, evidence);
    }

    private static Limit limit(String broker, Feature feature, Set<ProtocolVersion> versions, String lacks, Proof proof,
            String evidence) {
        return new Limit(broker, feature, versions, lacks, proof, evidence);
    }
}
