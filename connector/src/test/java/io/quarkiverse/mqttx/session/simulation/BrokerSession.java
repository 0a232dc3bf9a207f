package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.session.packet.Publish;

/** What the broker keeps of one client over its connections (MQTT-5.0 §4.1). */
final class BrokerSession {

    /** A QoS 1 or 2 message on its way to the client. */
    static final class Outgoing {

        final Publish publish;
        int packetId;
        /** PUBREC has come, so it is PUBREL that is repeated. */
        boolean released;
        /** The connection on which it was sent last. */
        BrokerConnection connection;
        /** The connection whose window it uses. */
        BrokerConnection countedOn;

        Outgoing(Publish publish) {
            this.publish = publish;
        }
    }

    /** The number of all messages that an earlier process has published. */
    static final int UNKNOWN = -1;

    final int generation;
    final Map<String, Integer> subscriptions = new HashMap<>();
    /** By filter; 0 for a subscription without one. What is left of an ended subscription does no harm. */
    final Map<String, Integer> identifiers = new HashMap<>();
    final Deque<Outgoing> queue = new ArrayDeque<>();
    /** By packet id, in the order in which they were sent first. */
    final Map<Integer, Outgoing> inflight = new LinkedHashMap<>();
    /** The QoS 2 messages from the client by packet id, until PUBREL. */
    final Map<Integer, Publish> received = new HashMap<>();
    private final boolean lowestFreePacketId;
    private int lastPacketId;
    long expiresAt = Long.MAX_VALUE;
    /** The client was told that this was the session it had before. */
    boolean isClaimed;
    /** The client was told that this was a new session, although the broker has kept what it has for the client. */
    boolean isDenied;

    BrokerSession(int generation, boolean lowestFreePacketId) {
        this.generation = generation;
        this.lowestFreePacketId = lowestFreePacketId;
    }

    /** Whether the client that is connected knows that the broker holds this one, so that it will release it by itself. */
    static boolean isKnown(Publish received, Ledger ledger) {
        return Payload.number(received) != UNKNOWN && !ledger.sent(received).givenUp;
    }

    /** QoS 2 messages that wait for a PUBREL of which the client knows. */
    int awaited(Ledger ledger) {
        return (int) received.values().stream().filter(publish -> isKnown(publish, ledger)).count();
    }

    int nextPacketId() {
        int id = freeFrom(lowestFreePacketId ? 1 : lastPacketId % 30 + 1);
        lastPacketId = id;
        return id;
    }

    /** What the broker calls a new session, and holds all that it has for the client nevertheless. */
    BrokerSession denied(int generation, World world) {
        BrokerSession denied = new BrokerSession(generation, lowestFreePacketId);
        denied.subscriptions.putAll(subscriptions);
        denied.identifiers.putAll(identifiers);
        denied.queue.addAll(queue);
        denied.inflight.putAll(inflight);
        denied.lastPacketId = lastPacketId;
        denied.isDenied = true;
        for (Outgoing outgoing : inflight.values()) {
            if (world.ledger.isRouted(outgoing.publish)) {
                world.ledger.mayRepeat(outgoing.publish, world.connections - 1);
            }
        }
        loseReceived(world.ledger, world.scenario.storesQos2UntilRelease);
        return denied;
    }

    /** All in flight is sent once more under other packet identifiers, but for some of what the client has answered. */
    void forgetPacketIds(World world) {
        Dice dice = world.dice;
        List<Outgoing> all = new ArrayList<>(inflight.values());
        inflight.clear();
        lastPacketId = dice.below(5);
        for (Outgoing outgoing : all) {
            boolean known = world.ledger.isRouted(outgoing.publish);
            if (known && !(outgoing.released && dice.chance(0.5))) {
                world.ledger.mayRepeat(outgoing.publish, world.connections);
                outgoing.released = false;
                outgoing.packetId = lowestFreePacketId && dice.chance(0.5) ? freeFrom(lastPacketId + 1) : nextPacketId();
                inflight.put(outgoing.packetId, outgoing);
            }
        }
    }

    private int freeFrom(int least) {
        int id = least;
        while (inflight.containsKey(id)) {
            id++;
        }
        return id;
    }

    boolean isIdle() {
        return queue.isEmpty() && inflight.isEmpty();
    }

    /** The session is gone; a client cannot get or complete what it held. */
    void lose(Ledger ledger, boolean storedUntilRelease) {
        inflight.values().forEach(outgoing -> forget(outgoing, ledger));
        queue.forEach(outgoing -> forget(outgoing, ledger));
        loseReceived(ledger, storedUntilRelease);
    }

    private void loseReceived(Ledger ledger, boolean storedUntilRelease) {
        if (storedUntilRelease) {
            received.values().stream().filter(publish -> Payload.number(publish) != UNKNOWN)
                    .forEach(publish -> ledger.sent(publish).lostByBroker = true);
        }
    }

    private static void forget(Outgoing outgoing, Ledger ledger) {
        if (ledger.isRouted(outgoing.publish)) {
            ledger.routed(outgoing.publish).lost = true;
        }
    }
}
