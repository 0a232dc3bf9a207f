package io.quarkiverse.mqttx.session.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Stands between session and network, and checks what only the client's side can know: order, DUP and PUBREL over connections.
 */
final class WireMonitor {

    /**
     * An outbound QoS 1 or 2 message as it was last sent.
     *
     * @param perhaps by a process that has crashed, perhaps before it came to that
     */
    private record Transmission(int packetId, int epoch, boolean perhaps) {
    }

    private final World world;
    private final Map<Integer, Transmission> transmissions = new HashMap<>();
    /** By packet id, the place of the first PUBREC in the order of all. */
    private final Map<Integer, Integer> pubrecs = new HashMap<>();
    private int pubrecCount;
    /** By packet id, the number of the message last sent under it. */
    private final Map<Integer, Integer> numbers = new HashMap<>();
    /** The inbound QoS 1 and 2 messages of this connection that have no answer, by packet id, in the order of their arrival. */
    private final Map<Integer, Publish> inbound = new LinkedHashMap<>();
    /** By packet id, the last inbound QoS 2 message. */
    private final Map<Integer, Publish> inboundQos2 = new HashMap<>();
    /** The packet ids of the messages that were sent on this connection. */
    private final Set<Integer> sentHere = new HashSet<>();
    private int epoch;
    private String clientId;

    private Connect connect;
    private boolean accepted;
    /** By this process of the client. */
    private boolean acceptedBefore;
    /** CONNACK has said that the broker's session is new. */
    private boolean forgotten;
    /** The broker's session may be one that an earlier process has left. */
    private boolean inherited;
    /** The client is about to end the connection because it wants to. */
    private boolean concluding;
    private boolean closing;
    private boolean disconnected;
    private boolean writable;
    /** By topic where messages are replaced, else for all topics. */
    private final Map<String, Integer> lastPublished = new HashMap<>();
    private int lastReleased;
    private long lastSent;
    private long lastReceived;
    /** Until then, at 64 KiB/s, the messages need that may be held behind the socket, and the longest since something came. */
    private long unseenUntil;
    private long unseenMillis;
    /** When the store lets go the last PINGREQ that was sent within the keep alive since something came. */
    private long pingsLeave;
    /** A PINGREQ is under way, and nothing has come since. */
    private boolean pinging;
    private int keepAliveSeconds;
    private Limits limits = Limits.NONE;

    WireMonitor(World world) {
        this.world = world;
        clientId = world.scenario.settings.clientId();
    }

    void opened() {
        connect = null;
        accepted = false;
        concluding = false;
        closing = false;
        disconnected = false;
        writable = true;
        lastPublished.clear();
        lastReleased = -1;
        pinging = false;
        pingsLeave = 0;
        inbound.clear();
        sentHere.clear();
    }

    void closing() {
        if (concluding) {
            for (Publish publish : inbound.values()) {
                Ledger.Routed entry = world.ledger.routed(publish);
                if (!entry.isLeftUnacked && !entry.isPassedOver) {
                    checkAnswer(publish, entry);
                }
            }
        }
        closing = true;
    }

    void closed() {
        closing = true;
        accepted = false;
    }

    /** The next process of the client knows what it has found in its store. */
    void crashed(ModelStore store, SessionState state) {
        acceptedBefore = false;
        pubrecs.clear();
        numbers.clear();
        for (SessionState.Outgoing left : state.outgoing()) {
            int number = store.number(left);
            if (left.packetId() == 0) {
                transmissions.remove(number);
                continue;
            }
            Transmission last = transmissions.get(number);
            world.check(last != null && last.packetId == left.packetId(), "the packet id that is kept", left);
            transmissions.put(number, new Transmission(last.packetId, last.epoch, true));
            numbers.put(left.packetId(), number);
            if (left.isReleased()) {
                pubrecs.put(left.packetId(), pubrecCount++);
            }
        }
    }

    void writable(boolean writable) {
        this.writable = writable;
    }

    /** The client could neither send nor receive for a while. */
    void awoke() {
        lastSent = world.loop.now();
        lastReceived = world.loop.now();
    }

    /** On a slow network bytes that move are life. */
    void moved() {
        lastSent = world.loop.now();
        heard();
    }

    private void heard() {
        lastReceived = world.loop.now();
        unseenMillis = Math.max(0, unseenUntil - lastReceived);
    }

    boolean hasForgotten() {
        return forgotten;
    }

    boolean isAccepted() {
        return accepted && !closing;
    }

    /** Whether the broker has announced on the last connection that it does not take this message. */
    boolean forbids(Publish publish) {
        return connect != null && limits.forbid(publish, connect.version());
    }

    /** What the session believes to be negotiated is what CONNACK said. */
    void connected(NegotiatedSettings negotiated) {
        world.check(negotiated.version() == connect.version() && negotiated.keepAliveSeconds() == keepAliveSeconds
                && negotiated.topicAliasMaximum() == limits.topicAliasMaximum()
                && negotiated.receiveMaximum() == limits.receiveMaximum() && negotiated.maximumQos() == limits.maximumQos()
                && negotiated.retainAvailable() == limits.retainAvailable(), "the negotiated settings", negotiated);
    }

    /**
     * What the application is through with has its answer, unless one of the same QoS before it has not been processed
     * [MQTT-4.6.0-2, MQTT-4.6.0-3].
     */
    void checkAnswers() {
        if (isAccepted()) {
            checkAnswers(1);
            checkAnswers(2);
        }
    }

    private void checkAnswers(int qos) {
        for (Publish publish : inbound.values()) {
            Ledger.Routed entry = world.ledger.routed(publish);
            if (publish.qos() == qos && !entry.isLeftUnacked && !entry.isPassedOver) {
                checkAnswer(publish, entry);
                return;
            }
        }
    }

    private void checkAnswer(Publish publish, Ledger.Routed entry) {
        world.check(!entry.processed || entry.forgotten, "a message that the application has processed has no answer", publish);
    }

    /** The client has begun to end the connection; what comes from now on waits for its end. */
    boolean isConcluding() {
        return concluding;
    }

    /** The client ends the connection: what it has not processed gets no answer in it, and nothing waits for that. */
    void concludes() {
        if (isAccepted()) {
            concluding = true;
            for (Publish publish : inbound.values()) {
                Ledger.Routed entry = world.ledger.routed(publish);
                entry.isPassedOver |= !entry.processed;
            }
        }
    }

    /**
     * An answer to a message that is in flight from an earlier connection and was not sent on this one, so that it answers
     * nothing; {@code null} when there is none.
     */
    Ack unasked() {
        if (!isAccepted()) {
            return null;
        }
        List<Integer> candidates = numbers.keySet().stream().filter(id -> !sentHere.contains(id) && !pubrecs.containsKey(id)
                && !world.ledger.sent(numbers.get(id)).settled).toList();
        if (candidates.isEmpty()) {
            return null;
        }
        int id = candidates.get(world.dice.below(candidates.size()));
        boolean qos1 = world.ledger.sent(numbers.get(id)).publish.qos() == 1;
        return new Ack(qos1 ? PacketType.PUBACK : world.dice.oneOf(PacketType.PUBREC, PacketType.PUBCOMP), id);
    }

    // From the broker

    void received(Packet packet) {
        if (closing) {
            // The session has ended the connection, so this no longer counts.
            return;
        }
        heard();
        pinging = false;
        pingsLeave = 0;
        if (packet instanceof ConnAck connAck) {
            connAck(connAck);
        } else if (packet instanceof Publish publish && publish.qos() > 0) {
            inbound.remove(publish.packetId());
            inbound.put(publish.packetId(), publish);
            world.ledger.routed(publish).isPassedOver = false;
            if (publish.qos() == 2) {
                inboundQos2.put(publish.packetId(), publish);
            }
            world.ledger.routed(publish).arrivedFresh |= !publish.duplicate();
        } else if (packet instanceof Ack ack && ack.type() == PacketType.PUBREC && ack.reasonCode() < 0x80) {
            if (BrokerConnection.isStray(ack.packetId())) {
                // No message of the client's, so it remembers none of them and answers each when it comes
                pubrecs.remove(ack.packetId());
            }
            pubrecs.putIfAbsent(ack.packetId(), pubrecCount++);
            Integer number = numbers.get(ack.packetId());
            if (number != null) {
                world.ledger.sent(number).taken = true;
            }
        } else if (packet instanceof Ack ack && ack.type() == PacketType.PUBCOMP) {
            pubrecs.remove(ack.packetId());
        }
    }

    private void connAck(ConnAck connAck) {
        accepted = connAck.code() == 0;
        if (!accepted || connect == null) {
            return;
        }
        boolean first = !acceptedBefore;
        acceptedBefore = true;
        Properties properties = connAck.properties();
        forgotten = connect.version() == ProtocolVersion.V3_1 ? connect.cleanStart() : !connAck.sessionPresent();
        inherited = !forgotten && (inherited || first);
        if (forgotten) {
            epoch++;
            pubrecs.clear();
        }
        limits = new Limits((int) properties.number(Property.RECEIVE_MAXIMUM, 65_535),
                (int) properties.number(Property.MAXIMUM_QOS, 2), properties.number(Property.RETAIN_AVAILABLE, 1) == 1,
                properties.number(Property.MAXIMUM_PACKET_SIZE, Limits.NONE.maximumPacketSize()), -1,
                (int) properties.number(Property.TOPIC_ALIAS_MAXIMUM, 0));
        String assigned = properties.string(Property.ASSIGNED_CLIENT_IDENTIFIER);
        clientId = assigned == null ? clientId : assigned;
        keepAliveSeconds = (int) properties.number(Property.SERVER_KEEP_ALIVE, connect.keepAliveSeconds());
        lastSent = world.loop.now();
    }

    // From the session

    /** @param leaves when all is durable that the packet waits for */
    void sent(Packet packet, long clock, long leaves) {
        world.check(!closing, "a packet was sent without a connection", packet);
        world.check(!disconnected, "nothing may follow DISCONNECT", packet);
        if (connect == null) {
            world.check(packet instanceof Connect, "the first packet must be CONNECT", packet);
            connect((Connect) packet);
            return;
        }
        disconnected = packet instanceof Disconnect;
        world.check(accepted || disconnected || packet instanceof Auth, "a packet was sent before CONNACK", packet);
        keepAlive(packet, leaves);
        if (packet instanceof Publish publish) {
            publish(publish, clock);
        } else if (packet instanceof Ack ack) {
            acknowledgement(ack);
        }
    }

    /** The packet leaves the process, now that what it depends on is durable. */
    void left(Packet packet) {
        lastSent = world.loop.now();
        if (packet instanceof Ack ack && ack.type() == PacketType.PUBREC && ack.reasonCode() < 0x80) {
            world.ledger.routed(inboundQos2.get(ack.packetId())).received = true;
        }
        if (world.fault(world.scenario.crashes * 0.05)) {
            world.loop.after(world.delay(5), world.crash);
        }
    }

    /** Clean Start with an expiry means to begin with nothing, but to resume after a lost connection. */
    private void connect(Connect connect) {
        this.connect = connect;
        SessionSettings settings = world.scenario.settings;
        boolean resumes = connect.version().is5() && acceptedBefore && settings.sessionExpirySeconds() > 0;
        world.check(connect.cleanStart() == (settings.cleanStart() && !resumes), "Clean Start", connect);
        world.check(connect.clientId().equals(clientId), "the client id has changed", connect);
    }

    /** Something is sent within the keep alive, and a peer that is silent for half as long again is given up. */
    private void keepAlive(Packet packet, long leaves) {
        long now = world.loop.now();
        if (keepAliveSeconds > 0 && accepted && world.scenario.settings.timing().autoKeepAlive()) {
            long allowed = keepAliveSeconds * 1000L + 2 * world.scenario.tickLatenessMillis;
            // a PINGREQ that waits for the socket gets no second one
            boolean stuck = world.scenario.bytesPerSecond > 0 && (disconnected || pinging);
            world.check(now - lastSent <= allowed || stuck, "the keep alive has passed since the last packet [MQTT-3.1.2-20]",
                    packet);
            // packets that leave together with a PINGREQ that had to wait may make it count as later, by so much at most
            long noted = world.scenario.stored || world.scenario.bytesPerSecond > 0
                    ? world.scenario.settings.timing().ackTimeoutMillis() / 16
                    : 0;
            // and the time for an answer begins when the store has let PINGREQ go
            long asked = Math.max(lastReceived + allowed, pingsLeave);
            world.check(now <= asked + allowed / 2 + noted + unseenMillis || disconnected, "a silent broker was not given up",
                    packet);
            if (packet == Ping.REQUEST && now <= lastReceived + allowed) {
                pingsLeave = leaves;
            }
        }
        if (packet instanceof Publish publish) {
            unseenUntil = Math.max(unseenUntil, now) + publish.payload().length / 64;
            unseenMillis = Math.max(unseenMillis, unseenUntil - now);
        }
        lastSent = now;
        pinging |= packet == Ping.REQUEST;
    }

    private void publish(Publish publish, long clock) {
        int number = Payload.number(publish);
        world.check(writable, "a PUBLISH was sent while the socket takes no more", publish);
        Ledger.Sent entry = world.ledger.sent(publish);
        // one that takes the place of another overtakes those of other topics
        int before = lastPublished.getOrDefault(world.scenario.compacts() ? entry.publish.topic() : "", -1);
        world.check(number > before, "PUBLISH out of the order of the calls, after #" + before, publish);
        lastPublished.put(world.scenario.compacts() ? entry.publish.topic() : "", number);
        world.check(!entry.settled, "a PUBLISH that is settled was sent", publish);
        // where an alias stands for the topic, the broker knows whether it is the right one
        boolean sameTopic = publish.topic().equals(entry.publish.topic())
                || publish.topic().isEmpty() && publish.topicAlias() > 0;
        world.check(publish.qos() == entry.publish.qos() && publish.retain() == entry.publish.retain() && sameTopic,
                "a message was changed", publish);
        boolean again = publish.qos() > 0 && transmissions.containsKey(number);
        expiry(publish, entry, again, clock);
        entry.onTheWire = true;
        if (publish.qos() > 0) {
            Transmission last = transmissions.put(number, new Transmission(publish.packetId(), epoch, false));
            numbers.put(publish.packetId(), number);
            sentHere.add(publish.packetId());
            boolean inSession = last != null && last.epoch == epoch;
            boolean perhaps = last != null && last.perhaps;
            world.check(publish.duplicate() == inSession || perhaps && publish.duplicate(),
                    again ? "DUP is missing [MQTT-3.3.1-1]" : "DUP on a message that is new",
                    publish);
            world.check(!inSession || last.packetId == publish.packetId(), "the packet id has changed", publish);
            world.check(!pubrecs.containsKey(publish.packetId()), "a PUBLISH was sent after its PUBREC [MQTT-4.3.3-6]",
                    publish);
        }
    }

    /** What has expired is not sent first, and the interval has become shorter by the time waited (MQTT-5.0 §3.3.2.3.3). */
    private void expiry(Publish publish, Ledger.Sent entry, boolean again, long clock) {
        long interval = publish.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
        if (interval >= 0) {
            world.check(again || clock <= entry.expiresAt, "a message was sent that has expired", publish);
            long left = Math.max(0, entry.expiresAt - clock);
            world.check(interval * 1000 >= left && interval * 1000 <= left + 1000,
                    "what is left of the expiry interval, " + left,
                    publish);
        }
        world.check(interval >= 0 == entry.expiresAt < Long.MAX_VALUE, "the expiry interval", publish);
    }

    /**
     * The broker may hold the identifier without a message of this process under way, or one that the client has given up;
     * so the client may release it.
     */
    private boolean mayBeHeldFromBefore(int packetId) {
        Integer number = numbers.get(packetId);
        boolean unused = number == null || world.ledger.sent(number).settled;
        boolean givenUp = number != null && world.isPoison(number) && transmissions.get(number).epoch == epoch;
        return unused && (inherited || givenUp || world.scenario.limitsMayChange());
    }

    private void acknowledgement(Ack ack) {
        if (ack.type() == PacketType.PUBREL) {
            Integer place = pubrecs.get(ack.packetId());
            if (place == null && mayBeHeldFromBefore(ack.packetId())) {
                return;
            }
            world.check(place != null, "PUBREL without PUBREC", ack);
            world.check(place >= lastReleased, "PUBREL out of the order of the PUBRECs [MQTT-4.6.0-4]", ack);
            lastReleased = place;
        } else if (ack.type() == PacketType.PUBACK || ack.type() == PacketType.PUBREC) {
            Publish publish = inbound.remove(ack.packetId());
            world.check(publish != null, "an acknowledgement of nothing that was received on this connection", ack);
            world.ledger.answered(publish, ack.reasonCode(), connect.version().is5());
        }
    }
}
