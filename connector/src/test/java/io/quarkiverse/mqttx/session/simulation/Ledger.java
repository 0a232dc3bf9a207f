package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** What was published in either direction and what became of it; the invariants of the message flow are checked here. */
final class Ledger {

    /** A message that the application has published. */
    static final class Sent {

        final int number;
        final Publish publish;
        /** By the clock of the client. */
        long expiresAt;
        boolean settled;
        boolean succeeded;
        /** The client's store was told of it. */
        boolean told;
        /** The client's store has it. */
        boolean kept;
        /** Handed to the network at least once. */
        boolean onTheWire;
        /** It has failed because the broker has come back with limits that forbid to send it again. */
        boolean givenUp;
        /** The outside subscriber has it. */
        int received;
        int receivedInGeneration = -1;
        /** The broker has refused it at least once. */
        boolean refused;
        /** PUBREC has reached the client. */
        boolean taken;
        /** The broker stored it, has not yet passed it on, and lost its session. */
        boolean lostByBroker;

        private Sent(int number, Publish publish) {
            this.number = number;
            this.publish = publish;
        }
    }

    /** A message that the broker has for the client. */
    static final class Routed {

        final int number;
        final String topic;
        final int qos;
        final int generation;
        int deliveries;
        int leftUnacked;
        /** The application has processed the last delivery. */
        boolean processed;
        /** The application has left the last delivery unacked. */
        boolean isLeftUnacked;
        /** The client has ended the connection on which it came last, and had not processed it then. */
        boolean isPassedOver;
        /** The code of the first recipient of the last delivery that has rejected it; 0 when none has. */
        int rejectedWith;
        /** PUBACK or PUBREC was sent since the last delivery. */
        boolean answered;
        /** The session that held it is gone. */
        boolean lost;
        /** The client's store has that PUBREC was to go out. */
        boolean kept;
        /** PUBREC has left the client since the last delivery. */
        boolean received;
        /** What the application got last. */
        InboundMessage last;
        /** The application has processed one of the deliveries. */
        boolean everProcessed;
        /** The broker has forgotten that the client has it. */
        private boolean mayRepeat;
        /** It did so once; so the client may have it under two packet identifiers, and answer for either. */
        boolean forgotten;
        /** After which connection the broker sends it as if it had never done so. */
        private int repeatsAfter;
        /** It has reached the client without DUP. */
        boolean arrivedFresh;

        private Routed(int number, String topic, int qos, int generation) {
            this.number = number;
            this.topic = topic;
            this.qos = qos;
            this.generation = generation;
        }
    }

    private final World world;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Routed> routed = new ArrayList<>();
    /** By the array of the payload, since messages may have the same content. */
    private final Map<byte[], Routed> routedByPayload = new IdentityHashMap<>();
    private final Map<String, Integer> lastReceived = new HashMap<>();
    private final Map<String, Integer> lastDelivered = new HashMap<>();
    private final Set<Integer> announced = new HashSet<>();
    private int unsettled;
    private boolean failuresExpected;

    Ledger(World world) {
        this.world = world;
    }

    // Out: application to outside subscriber

    int nextNumber() {
        return sent.size();
    }

    Sent published(Publish publish, long now) {
        Sent entry = new Sent(sent.size(), publish);
        entry.expiresAt = expiry(publish, now);
        sent.add(entry);
        unsettled++;
        return entry;
    }

    private static long expiry(Publish publish, long now) {
        long seconds = publish.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
        return seconds < 0 ? Long.MAX_VALUE : now + seconds * 1000;
    }

    Sent sent(Publish publish) {
        return sent(Payload.number(publish));
    }

    Sent sent(int number) {
        return sent.get(number);
    }

    void settled(Sent entry) {
        world.check(!entry.settled, "a publish was settled twice", entry.publish);
        entry.settled = true;
        unsettled--;
    }

    void succeeded(Sent entry, int packetId, int reasonCode) {
        world.trace.add("app", "published #" + entry.number + " 0x" + Integer.toHexString(reasonCode));
        settled(entry);
        entry.succeeded = true;
        world.check(entry.publish.qos() == 0 || !world.isPoison(entry.number),
                "a publish succeeded that the broker cannot read", entry.publish);
        world.check(reasonCode < 0x80, "a publish succeeded with a failure code", entry.publish);
        world.check(packetId == 0 == (entry.publish.qos() == 0), "the packet id of a publish", packetId);
        world.check(entry.onTheWire, "a publish succeeded that was never sent", entry.publish);
        world.check(entry.publish.qos() == 0 || entry.received > 0 || entry.taken && entry.lostByBroker,
                "a publish succeeded, but the broker had not taken responsibility", entry.publish);
    }

    void dropped(Sent entry, MessageDroppedException.Reason reason) {
        world.trace.add("app", "dropped #" + entry.number, reason);
        settled(entry);
    }

    void replaced(Sent entry) {
        world.trace.add("app", "replaced", "#" + entry.number);
        settled(entry);
    }

    void failed(Sent entry, Throwable cause, boolean beyondLimits, boolean full) {
        entry.givenUp = beyondLimits;
        world.trace.add("app", "failed #" + entry.number, cause);
        settled(entry);
        boolean byChance = world.scenario.disconnects > 0 && String.valueOf(cause).contains("in a row have ended")
                || world.scenario.chokesAtReleases && String.valueOf(cause).contains("PUBREL");
        world.check(entry.refused || beyondLimits || full || failuresExpected || byChance,
                "a publish failed without a reason (" + cause + ")",
                entry.publish);
    }

    /** The outside subscriber gets a message. */
    void received(Publish publish, int generation) {
        Sent entry = sent(publish);
        if (publish.qos() == 2) {
            world.check(entry.receivedInGeneration != generation, "QoS 2 arrived twice in one session", publish);
        }
        if (publish.qos() == 0) {
            world.check(entry.received == 0, "QoS 0 arrived twice", publish);
        }
        // what was given up comes whenever its packet identifier is released
        if (entry.received == 0 && !entry.refused && !entry.givenUp) {
            Integer last = lastReceived.put(publish.topic() + publish.qos(), entry.number);
            world.check(last == null || last < entry.number, "messages of one topic arrived out of order, #" + last + " before",
                    publish);
        }
        entry.received++;
        entry.receivedInGeneration = generation;
    }

    // In: outside publisher to application

    /** The payload of a new message, which is its own whatever is in it. */
    byte[] route(String topic, int qos, int generation, int size) {
        byte[] payload = Payload.of(world.scenario.repeatsContents ? 0 : routed.size(), size);
        Routed entry = new Routed(routed.size(), topic, qos, generation);
        routed.add(entry);
        routedByPayload.put(payload, entry);
        return payload;
    }

    Routed routed(Publish publish) {
        return routedByPayload.get(publish.payload());
    }

    /** False for what an earlier process has had. */
    boolean isRouted(Publish publish) {
        return routedByPayload.containsKey(publish.payload());
    }

    /** After that connection the client gets it anew, whether it has it or not. */
    void mayRepeat(Publish publish, int connection) {
        Routed entry = routed(publish);
        entry.mayRepeat = true;
        entry.forgotten = true;
        entry.repeatsAfter = connection;
    }

    void delivered(Publish publish) {
        Routed entry = routed(publish);
        world.check(entry.topic.equals(publish.topic()) && entry.qos == publish.qos(), "a message was delivered changed",
                publish);
        if (entry.deliveries == 0) {
            Integer last = lastDelivered.put(publish.topic() + publish.qos(), entry.number);
            world.check(last == null || last < entry.number || isUndecidable(entry),
                    "messages of one topic were delivered out of order, #" + last
                            + " before",
                    publish);
        } else {
            world.check(entry.qos > 0, "QoS 0 was delivered twice", publish);
            world.check(entry.qos == 1 || entry.mayRepeat || entry.isLeftUnacked || entry.rejectedWith != 0,
                    "QoS 2 was delivered twice", publish);
            world.check(entry.answered || entry.mayRepeat || entry.isLeftUnacked,
                    "a message that is still being processed was delivered again",
                    publish);
        }
        entry.deliveries++;
        entry.mayRepeat &= world.connections == entry.repeatsAfter;
        entry.isLeftUnacked = false;
        entry.processed = false;
        entry.answered = false;
        entry.received = false;
        entry.kept = false;
        entry.rejectedWith = 0;
    }

    /** PUBACK or PUBREC goes out. */
    void answered(Publish publish, int reasonCode, boolean version5) {
        Routed entry = routed(publish);
        boolean eitherWay = entry.forgotten && entry.everProcessed || isUndecidable(entry);
        world.check(reasonCode == (version5 ? entry.rejectedWith : 0) || eitherWay,
                "the answer to a message is not that of the application, 0x" + Integer.toHexString(reasonCode), publish);
        world.check(entry.processed || eitherWay,
                "a message was acknowledged that the application has not processed", publish);
        entry.answered = true;
    }

    /** The client has seen that the broker has begun this session, and has forgotten what it knew of an earlier one. */
    void announced(int generation) {
        announced.add(generation);
    }

    boolean isAnnounced(int generation) {
        return announced.contains(generation);
    }

    /**
     * In a session that began without the client's knowledge, a message of which it sees only the repetition looks like the one
     * that had the same packet id in the session before: at QoS 2 until PUBREL, at QoS 1 where the content is the same, too.
     */
    private boolean isUndecidable(Routed entry) {
        return (entry.qos == 2 || world.scenario.repeatsContents) && !entry.arrivedFresh
                && !announced.contains(entry.generation);
    }

    // Crashes

    /**
     * The client's process has ended. What its store has goes on; the rest has no outcome any more, and must not have left
     * the process.
     */
    void crashed(ModelStore store, SessionState state) {
        Map<Integer, SessionState.Outgoing> left = new HashMap<>();
        state.outgoing().forEach(outgoing -> left.put(store.number(outgoing), outgoing));
        for (Sent entry : sent) {
            crashed(entry, left.get(entry.number));
        }
        for (Routed entry : routed) {
            if (entry.deliveries > 0 && !entry.kept && !entry.received) {
                entry.mayRepeat = true;
                entry.repeatsAfter = world.connections;
            } else if (entry.kept) {
                // it was rejected in MQTT 3.x, which has no word for it, and that is not kept
                entry.rejectedWith = 0;
            }
        }
    }

    private void crashed(Sent entry, SessionState.Outgoing left) {
        if (left == null) {
            world.check(entry.settled || entry.publish.qos() == 0 || entry.told, "the store was not told of a message",
                    entry.publish);
            world.check(entry.settled || entry.publish.qos() == 0 || !entry.kept,
                    "a message that was kept is lost in the crash",
                    entry.publish);
            world.check(entry.settled || entry.publish.qos() == 0 || entry.received == 0,
                    "a message that was not kept has reached the broker", entry.publish);
            unsettled -= entry.settled ? 0 : 1;
            entry.settled = true;
        } else if (entry.settled) {
            world.check(entry.publish.qos() == 1 || !entry.succeeded || left.isReleased(),
                    "a QoS 2 message that the broker has goes out once more", entry.publish);
            entry.settled = false;
            entry.givenUp = false;
            unsettled++;
        }
        if (left != null && left.packetId() == 0) {
            // it was about to go out, and that was not written
            entry.onTheWire = false;
        }
        // The next process does not know how long the message has waited, and its clock begins anew.
        entry.expiresAt = expiry(entry.publish, 0);
    }

    // At the end

    /** From here on a publish may fail without a reason of the broker's. */
    void expectFailures() {
        failuresExpected = true;
    }

    int unsettled() {
        return unsettled;
    }

    void verify() {
        world.check(unsettled == 0, "publishes that were never settled", unsettled);
        for (Routed entry : routed) {
            boolean excused = entry.qos == 0 || entry.lost || isUndecidable(entry);
            world.check(excused || entry.deliveries > 0, "a message was never delivered",
                    "#" + entry.number + " q" + entry.qos);
        }
    }
}
