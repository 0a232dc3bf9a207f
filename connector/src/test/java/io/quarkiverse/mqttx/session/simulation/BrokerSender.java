package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.simulation.BrokerSession.Outgoing;

/** Sends the messages of a session to the client on one connection, and checks the client's acknowledgements. */
final class BrokerSender {

    private static final int STRAY_ID = BrokerConnection.STRAY_IDS;
    /** Bytes of a message that is not made large for a slow network. */
    private static final int MOST_OF_SMALL = 150;

    private final World world;
    private final BrokerConnection connection;
    private final BrokerSession session;
    private final ProtocolVersion version;
    private final int window;
    /** What was sent on this connection and waits for PUBACK or PUBREC, in the order sent. */
    private final List<Outgoing> unacknowledged = new ArrayList<>();
    /** The PUBRELs sent on this connection that wait for PUBCOMP, with the codes that are right. */
    private final Map<Integer, Boolean> releases = new HashMap<>();
    /** Messages that count into the client's Receive Maximum (MQTT-5.0 §4.9). */
    private int used;

    BrokerSender(World world, BrokerConnection connection, BrokerSession session, ProtocolVersion version,
            int clientReceiveMaximum) {
        this.world = world;
        this.connection = connection;
        this.session = session;
        this.version = version;
        int allowed = version.is5() ? clientReceiveMaximum : world.scenario.inflightLimit3x;
        window = world.chaos ? allowed : Math.min(allowed, carriedInTime());
    }

    /**
     * So many small messages a slow network carries within half the time-out. Behind more of them the client rightly misses an
     * answer: each connection could end like the one before, and the run would not come to rest.
     */
    private int carriedInTime() {
        long bytes = world.scenario.settings.timing().ackTimeoutMillis() / 2 * world.scenario.bytesPerSecond / 1000;
        return bytes == 0 ? Integer.MAX_VALUE : (int) Math.max(1, bytes / MOST_OF_SMALL);
    }

    /** Repeats what was in flight, in its order [MQTT-4.4.0-1]. */
    void resume() {
        for (Outgoing outgoing : session.inflight.values()) {
            if (outgoing.released) {
                outgoing.connection = connection;
                if (world.scenario.countsResumedReleases || !version.is5()) {
                    count(outgoing);
                }
                releases.put(outgoing.packetId, true);
                connection.send(new Ack(PacketType.PUBREL, outgoing.packetId));
            } else if (used < window) {
                transmit(outgoing, true);
            }
        }
        pump();
    }

    void pump() {
        for (Outgoing outgoing : session.inflight.values()) {
            if (outgoing.connection != connection && used < window) {
                transmit(outgoing, true);
            }
        }
        while (!session.queue.isEmpty() && used < window) {
            Outgoing outgoing = session.queue.poll();
            outgoing.packetId = session.nextPacketId();
            session.inflight.put(outgoing.packetId, outgoing);
            transmit(outgoing, false);
        }
    }

    private void transmit(Outgoing outgoing, boolean duplicate) {
        outgoing.connection = connection;
        count(outgoing);
        unacknowledged.add(outgoing);
        connection.send(outgoing.publish.as(outgoing.packetId, duplicate));
    }

    private void count(Outgoing outgoing) {
        outgoing.countedOn = connection;
        used++;
    }

    void acknowledged(Ack ack) {
        if (ack.type() == PacketType.PUBCOMP) {
            completed(ack);
            return;
        }
        Outgoing outgoing = take(ack);
        world.check(outgoing.publish.qos() == 1 == (ack.type() == PacketType.PUBACK), "the wrong acknowledgement", ack);
        if (ack.type() == PacketType.PUBACK || ack.reasonCode() >= 0x80) {
            // rejected at QoS 2: the exchange ends, and the identifier is free
            session.inflight.remove(ack.packetId());
            used--;
            pump();
        } else {
            boolean again = outgoing.released;
            outgoing.released = true;
            releases.put(ack.packetId(), again);
            connection.answer(() -> connection.send(new Ack(PacketType.PUBREL, ack.packetId())));
        }
    }

    private Outgoing take(Ack ack) {
        for (Iterator<Outgoing> i = unacknowledged.iterator(); i.hasNext();) {
            Outgoing next = i.next();
            if (next.packetId == ack.packetId()) {
                i.remove();
                return next;
            }
            if (next.publish.qos() == 1 == (ack.type() == PacketType.PUBACK)) {
                Ledger.Routed entry = world.ledger.routed(next.publish);
                world.check(entry.isLeftUnacked || entry.isPassedOver,
                        "acknowledgements out of order [MQTT-4.6.0-2, MQTT-4.6.0-3], before id=" + next.packetId, ack);
                i.remove(); // its turn is over
            }
        }
        throw world.violation("an acknowledgement of nothing that was sent on this connection", ack);
    }

    /** A PUBREL that nothing has preceded. */
    void strayRelease() {
        if (releases.putIfAbsent(STRAY_ID, true) == null) {
            connection.send(new Ack(PacketType.PUBREL, STRAY_ID));
        }
    }

    private void completed(Ack ack) {
        Boolean mayBeUnknown = releases.remove(ack.packetId());
        world.check(mayBeUnknown != null, "PUBCOMP without PUBREL", ack);
        world.check(ack.reasonCode() == 0 || mayBeUnknown && version.is5(), "PUBCOMP says that the id is unknown", ack);
        if (ack.packetId() == STRAY_ID) {
            world.check(ack.reasonCode() == (version.is5() ? 0x92 : 0), "PUBCOMP for an unknown id", ack);
            return;
        }
        Outgoing outgoing = session.inflight.remove(ack.packetId());
        if (outgoing.countedOn == connection) {
            used--;
        }
        pump();
    }
}
