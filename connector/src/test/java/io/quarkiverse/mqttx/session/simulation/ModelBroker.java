package io.quarkiverse.mqttx.session.simulation;

import java.util.EnumSet;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.simulation.BrokerSession.Outgoing;
import io.quarkiverse.mqttx.session.simulation.Scenario.VersionRefusal;

/**
 * An MQTT broker for one client, an outside publisher and an outside subscriber. It can restart, with or without its sessions,
 * speak only some versions, and refuse. What it does is what a broker may do, but for two things that brokers do nevertheless:
 * it says the wrong thing about the session in CONNACK, and forgets packet identifiers when it restarts.
 */
final class ModelBroker {

    static final String ASSIGNED_ID = "assigned-by-broker";

    /** What an earlier process of the client has subscribed to, in the scenarios that have one. */
    static final String EARLIER_TOPIC = "in/0";

    private final World world;
    private Set<ProtocolVersion> versions;
    private VersionRefusal versionRefusal;
    private Limits limits;
    private boolean running = true;
    private BrokerConnection current;
    private BrokerSession session;
    private int generations;

    ModelBroker(World world) {
        this.world = world;
        versions = world.scenario.brokerVersions;
        versionRefusal = world.dice.oneOf(VersionRefusal.values());
        limits = world.scenario.limits ? Limits.random(world.dice) : Limits.NONE;
        if (world.scenario.sessionOfEarlierProcess) {
            rememberEarlierProcess();
        }
    }

    /** A session with messages in flight whose client is a process that has ended. */
    private void rememberEarlierProcess() {
        session = newSession();
        int count = world.dice.between(0, 3);
        for (int i = 0; i < count; i++) {
            boolean released = world.dice.chance(0.4);
            int qos = released ? 2 : world.dice.between(1, 2);
            byte[] payload = released ? Payload.of(BrokerSession.UNKNOWN, 0)
                    : world.ledger.route(EARLIER_TOPIC, qos, session.generation, 0);
            Outgoing outgoing = new Outgoing(Publish.of(EARLIER_TOPIC, payload, qos, false));
            outgoing.released = released;
            outgoing.packetId = session.nextPacketId();
            session.inflight.put(outgoing.packetId, outgoing);
        }
        rememberHalfPublished();
        session.subscriptions.put(EARLIER_TOPIC, world.dice.between(0, 2));
        session.identifiers.put(EARLIER_TOPIC, world.scenario.identifiers ? 1 : 0);
    }

    /** Messages that it has published at QoS 2 and not released. The client will come to their identifiers soon. */
    private void rememberHalfPublished() {
        int count = world.dice.oneOf(0, 1, 5);
        for (int i = 0; i < count; i++) {
            int packetId = world.dice.between(1, 30);
            session.received.put(packetId,
                    Publish.of("outgoing/0", Payload.of(BrokerSession.UNKNOWN, 0), 2, false).as(packetId, false));
        }
    }

    private BrokerSession newSession() {
        return new BrokerSession(generations++, world.scenario.lowestFreePacketId);
    }

    /** A network connection is opened to the broker; {@code null} while it does not listen. */
    Link open(Link.End client) {
        return running ? new BrokerConnection(world, this, client).link() : null;
    }

    BrokerSession session() {
        return session;
    }

    /** The connection that is accepted, or {@code null}. */
    BrokerConnection current() {
        return current != null && current.sender() != null ? current : null;
    }

    // Handshake

    void connect(BrokerConnection connection, Connect connect) {
        verify(connect);
        if (!versions.contains(connect.version())) {
            refuseVersion(connection);
        } else if (world.fault(world.scenario.ignoresConnect)) {
            world.trace.add("broker", "ignores CONNECT");
        } else if (world.fault(world.scenario.refusesConnect)) {
            connection.send(new ConnAck(false, connect.version().is5() ? world.dice.oneOf(0x88, 0x89, 0x97, 0x87) : 3,
                    Properties.EMPTY));
            connection.close();
        } else {
            connection.authentication().begin(connect, () -> authenticated(connection, connect));
        }
    }

    private void authenticated(BrokerConnection connection, Connect connect) {
        takeOver();
        if (world.fault(world.scenario.losesConnAck) && world.fault(world.scenario.losesSession)) {
            loseSession();
        }
        accept(connection, connect);
    }

    private void verify(Connect connect) {
        SessionSettings settings = world.scenario.settings;
        world.check(settings.versions().contains(connect.version()), "a version that was not wanted", connect);
        world.check(connect.keepAliveSeconds() == settings.timing().keepAliveSeconds(), "Keep Alive", connect);
        if (connect.version().is5()) {
            Properties properties = connect.properties();
            world.check(properties.number(Property.SESSION_EXPIRY_INTERVAL, 0) == settings.sessionExpirySeconds(),
                    "Session Expiry Interval", properties);
            world.check(properties.number(Property.RECEIVE_MAXIMUM, 65_535) == settings.limits().receiveMaximum(),
                    "Receive Maximum",
                    properties);
            world.check(properties.number(Property.MAXIMUM_PACKET_SIZE, -1) == settings.limits().maxPacketSize(),
                    "Maximum Packet Size",
                    properties);
        } else {
            world.check(connect.properties().isEmpty(), "properties in MQTT 3.x", connect.properties());
        }
    }

    private void refuseVersion(BrokerConnection connection) {
        world.trace.add("broker", "does not speak this version", versionRefusal);
        switch (versionRefusal) {
            case REASON_CODE_0X84 -> connection.send(new ConnAck(false, 0x84, Properties.EMPTY));
            case RETURN_CODE_0X01 -> connection.send(new ConnAck(false, 0x01, Properties.EMPTY));
            case MALFORMED -> connection.link().garbageToClient();
            case CLOSE -> {
            }
        }
        connection.close();
    }

    private void takeOver() {
        if (current != null) {
            BrokerConnection old = current;
            if (old.sender() != null && old.connect().version().is5()) {
                old.send(new Disconnect(0x8E));
            }
            old.close();
            connectionGone(old);
        }
    }

    private void accept(BrokerConnection connection, Connect connect) {
        if (session != null
                && (connect.cleanStart() || connect.clientId().isEmpty() || world.loop.now() >= session.expiresAt)) {
            loseSession();
        }
        boolean present = findSession(connect);
        session.expiresAt = Long.MAX_VALUE;
        if (world.scenario.changingLimits && world.chaos) {
            limits = Limits.random(world.dice);
        }
        current = connection;
        boolean is5 = connect.version().is5();
        Properties.Builder properties = Properties.builder();
        if (is5) {
            limits.describe(properties);
            connection.authentication().describe(properties);
            if (!world.scenario.identifiers) {
                properties.add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
            }
            if (connect.clientId().isEmpty()) {
                properties.add(Property.ASSIGNED_CLIENT_IDENTIFIER, ASSIGNED_ID);
            }
        }
        int receiveMaximum = (int) connect.properties().number(Property.RECEIVE_MAXIMUM, 65_535);
        connection.accept(new ConnAck(present, 0, properties.build()), session, is5 ? limits : Limits.NONE, receiveMaximum);
    }

    /** Goes on with the session or begins one; what CONNACK says of that, which is not the truth in all scenarios. */
    private boolean findSession(Connect connect) {
        boolean tells = connect.version() != ProtocolVersion.V3_1;
        if (session == null) {
            session = newSession();
            session.isClaimed = tells && !connect.cleanStart() && !connect.clientId().isEmpty()
                    && world.fault(world.scenario.claimsSession);
            return session.isClaimed;
        }
        if (tells && world.fault(world.scenario.deniesSession)) {
            world.trace.add("broker", "denies the session");
            session = session.denied(generations++, world);
            return false;
        }
        return tells;
    }

    // Ends

    void connectionGone(BrokerConnection connection) {
        if (connection != current) {
            return;
        }
        current = null;
        Connect connect = connection.connect();
        long expiry = connect.version().is5() ? connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0)
                : connect.cleanStart() ? 0 : 0xFFFF_FFFFL;
        if (expiry == 0) {
            loseSession();
        } else if (expiry < 0xFFFF_FFFFL) {
            session.expiresAt = world.loop.now() + expiry * 1000;
        }
    }

    private void loseSession() {
        if (session != null) {
            world.trace.add("broker", "has lost the session");
            session.lose(world.ledger, world.scenario.storesQos2UntilRelease);
            session = null;
        }
    }

    void restart() {
        world.trace.add("broker", "crashes");
        running = false;
        if (current != null) {
            BrokerConnection old = current;
            old.crash();
            connectionGone(old);
        }
        if (world.fault(world.scenario.losesSession)) {
            loseSession();
        }
        if (session != null && world.fault(world.scenario.forgetsPacketIds)) {
            world.trace.add("broker", "has forgotten the packet identifiers");
            session.forgetPacketIds(world);
        }
        if (world.scenario.settings.versions().size() > 1 && world.dice.chance(0.2)) {
            versions = EnumSet.of(world.dice.oneOf(ProtocolVersion.values()), world.dice.oneOf(ProtocolVersion.values()));
            versionRefusal = world.dice.oneOf(VersionRefusal.values());
        }
        world.loop.after(world.delay(2000), () -> running = true);
    }

    // The outside publisher

    void publishFromOutside(String topic, int qos, int size) {
        Integer granted = session == null ? null : session.subscriptions.get(topic);
        if (granted == null || size + topic.length() + 18 > world.scenario.settings.limits().maxPacketSize()) {
            return;
        }
        int effective = Math.min(qos, granted);
        byte[] payload = world.ledger.route(topic, effective, session.generation, size);
        int identifier = session.identifiers.getOrDefault(topic, 0);
        Publish publish = new Publish(topic, payload, effective, false, false, 0, identifier == 0
                ? Properties.EMPTY
                : Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER, identifier).build());
        BrokerConnection connection = current();
        if (effective > 0) {
            session.queue.add(new Outgoing(publish));
            if (connection != null) {
                connection.sender().pump();
            }
        } else if (connection != null) {
            connection.send(publish);
        }
    }
}
