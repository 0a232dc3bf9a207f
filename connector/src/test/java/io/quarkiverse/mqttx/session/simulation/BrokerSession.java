package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    BrokerSession(int generation, boolean lowestFreePacketId) {
        this.generation = generation;
        this.lowestFreePacketId = lowestFreePacketId;
    }

    int nextPacketId() {
        int id = lowestFreePacketId ? 1 : lastPacketId % 30 + 1;
        while (inflight.containsKey(id)) {
            id++;
        }
        lastPacketId = id;
        return id;
    }

    boolean isIdle() {
        return queue.isEmpty() && inflight.isEmpty();
    }

    /** The session is gone; a client cannot get or complete what it held. */
    void lose(Ledger ledger, boolean storedUntilRelease) {
        inflight.values().forEach(outgoing -> forget(outgoing, ledger));
        queue.forEach(outgoing -> forget(outgoing, ledger));
        if (storedUntilRelease) {
            received.values().forEach(publish -> ledger.sent(publish).lostByBroker = true);
        }
    }

    private static void forget(Outgoing outgoing, Ledger ledger) {
        if (Payload.number(outgoing.publish) >= 0) {
            ledger.routed(outgoing.publish).lost = true;
        }
    }
}
