package io.quarkiverse.mqttx.chaos;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.mqttx.testing.Direction;
import io.quarkiverse.mqttx.testing.PacketStream;
import io.quarkiverse.mqttx.testing.PacketStream.Packet;
import io.quarkiverse.mqttx.testing.WireTap;

/**
 * Reads along between the connector and the broker, so that it can be told which of them has sent a message twice or in another
 * order. What the connector must not do is a violation.
 */
final class WireMonitor implements WireTap {

    private static final String[] PACKETS = { "?", "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP",
            "SUBSCRIBE", "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "AUTH" };
    private static final int CONNECT = 1;
    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PUBREC = 5;
    private static final int PUBREL = 6;
    private static final int LAST_PACKETS = 60;
    private static final int MOST_VIOLATIONS = 20;
    private static final int PINGREQ = 12;
    private static final int PINGRESP = 13;

    private final Transmissions byConnector = new Transmissions();
    private final Transmissions byBroker = new Transmissions();
    private final Map<Integer, Connection> connections = new HashMap<>();
    /** The last connection on which the connector has sent CONNECT. */
    private int latest;
    private final ConcurrentLinkedDeque<String> last = new ConcurrentLinkedDeque<>();
    private volatile int unanswered;
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Set<NumberedPayload> passedOver = ConcurrentHashMap.newKeySet();
    /**
     * Up to the last that the broker has sent, those that the connector has not answered. Some stay so for thousands of others.
     */
    private final Map<Flow, NavigableSet<Integer>> unansweredByFlow = new EnumMap<>(Flow.class);
    private final Map<Flow, Integer> sentByBroker = new EnumMap<>(Flow.class);
    /** What has happened to each message for the connector, in few words. */
    private final Map<NumberedPayload, String> histories = new ConcurrentHashMap<>();
    private final AtomicInteger newSessions = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();

    @Override
    public void bytes(int connection, Direction direction, byte[] bytes) {
        if (connection < latest) {
            // The connector has left this connection; nobody gets what comes late
            return;
        }
        try {
            connections.computeIfAbsent(connection, Connection::new).streamOf(direction).bytes(bytes);
        } catch (RuntimeException e) {
            violation("connection " + connection + " " + direction + ": " + e);
        }
    }

    Transmissions byConnector() {
        return byConnector;
    }

    Transmissions byBroker() {
        return byBroker;
    }

    /** How often the broker has said that it has no session. */
    int newSessions() {
        return newSessions.get();
    }

    /** How often the broker has accepted a connection. */
    int connected() {
        return connected.get();
    }

    /**
     * What the broker has passed over: it has sent a later message on a connection without this one before it, although the
     * connector has not answered it [MQTT-4.4.0-1, MQTT-4.6.0-6].
     */
    Set<NumberedPayload> passedOver() {
        return passedOver;
    }

    /** How many messages the broker has sent on the connection of now that the connector has not answered. */
    int unanswered() {
        return unanswered;
    }

    List<String> violations() {
        return violations;
    }

    /** When the broker has sent a message, under which packet identifier, and when the connector has answered it. */
    String history(NumberedPayload message) {
        return histories.getOrDefault(message, "never sent");
    }

    private void happens(NumberedPayload message, String what) {
        if (message.flow().qos > 0) {
            histories.merge(message, what, (before, now) -> before + ", " + now);
        }
    }

    /** For a failed run. */
    String lastPackets() {
        return String.join("\n    ", last);
    }

    private void violation(String text) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(text + "; the last packets:\n    " + lastPackets());
        }
    }

    private final class Connection {

        private final int number;
        private final PacketStream toBroker = new PacketStream(this::fromConnector);
        private final PacketStream toClient = new PacketStream(this::fromBroker);
        /** What the broker waits for in its order, by QoS. */
        private final Map<Integer, Queue<Integer>> unanswered = Map.of(1, new ArrayDeque<>(), 2, new ArrayDeque<>());
        private final Map<Flow, Integer> sentByConnector = new EnumMap<>(Flow.class);
        private final Map<Flow, Integer> sentOnThisConnection = new EnumMap<>(Flow.class);
        private final Set<NumberedPayload> onThisConnection = new HashSet<>();
        private boolean mqtt5;

        Connection(int number) {
            this.number = number;
        }

        PacketStream streamOf(Direction direction) {
            return direction == Direction.TO_BROKER ? toBroker : toClient;
        }

        private void fromConnector(Packet packet) {
            note("connector", packet);
            switch (packet.type()) {
                // The protocol name is MQTT with its length, and the level follows
                case CONNECT -> {
                    mqtt5 = packet.byteAt(6) == 5;
                    latest = number;
                    connections.keySet().removeIf(other -> other < number);
                    noteUnanswered();
                }
                case PUBLISH -> {
                    NumberedPayload message = message(packet);
                    if (byConnector.published(packetId(packet), message) > newSessions.get()) {
                        violation("the connector has published " + message + " anew");
                    }
                    if (isBackwards(sentByConnector, message)) {
                        violation("the connector has sent " + message + " after a later one");
                    }
                }
                case PUBREL -> byConnector.released(packet.shortAt(0));
                case PUBACK -> answered(1, packet.shortAt(0));
                case PUBREC -> answered(2, packet.shortAt(0));
                default -> {
                }
            }
        }

        private void fromBroker(Packet packet) {
            note("broker", packet);
            switch (packet.type()) {
                case CONNACK -> {
                    if (packet.byteAt(1) == 0) {
                        accepted(packet.byteAt(0) == 1);
                    }
                }
                case PUBLISH -> {
                    NumberedPayload message = message(packet);
                    String former = byBroker.exchange(packetId(packet), message);
                    happens(message,
                            "#" + number + " sent as " + packetId(packet) + (packet.duplicate() ? " DUP" : "") + former);
                    byBroker.published(packetId(packet), message);
                    notePassedOver(message, packet.qos());
                    unanswered.get(packet.qos()).add(packetId(packet));
                    noteUnanswered();
                }
                case PUBREL -> byBroker.released(packet.shortAt(0));
                case PUBACK, PUBREC -> byConnector.answered(packet.shortAt(0));
                default -> {
                }
            }
        }

        private void accepted(boolean sessionPresent) {
            connected.incrementAndGet();
            if (!sessionPresent) {
                newSessions.incrementAndGet();
                byConnector.forgotten();
                byBroker.forgotten();
            }
        }

        /** PUBACK and PUBREC go out in the order in which the messages have come [MQTT-4.6.0-2, MQTT-4.6.0-3]. */
        private void answered(int qos, int packetId) {
            NumberedPayload message = byBroker.answered(packetId);
            if (message != null) {
                happens(message, "#" + number + " answered " + packetId);
                unansweredByFlow.get(message.flow()).remove(message.number());
            }
            Integer next = unanswered.get(qos).poll();
            noteUnanswered();
            if (next == null || next != packetId) {
                violation("connection " + number + ": the connector has answered packet " + packetId + " of QoS " + qos
                        + " where it was the turn of " + next);
            }
        }

        /** Whether a later message has been sent before on this connection [MQTT-4.6.0-1, MQTT-4.6.0-6]. */
        private boolean isBackwards(Map<Flow, Integer> highest, NumberedPayload message) {
            return highest.merge(message.flow(), message.number(), Math::max) > message.number();
        }

        private void notePassedOver(NumberedPayload message, int qos) {
            onThisConnection.add(message);
            if (isBackwards(sentOnThisConnection, message)) {
                passedOver.add(message);
            }
            if (qos == 0) {
                return;
            }
            Flow flow = message.flow();
            NavigableSet<Integer> open = unansweredByFlow.computeIfAbsent(flow, ignored -> new TreeSet<>());
            for (int next = sentByBroker.getOrDefault(flow, -1) + 1; next <= message.number(); next++) {
                open.add(next);
            }
            sentByBroker.merge(flow, message.number(), Math::max);
            for (int number : open.headSet(message.number())) {
                NumberedPayload earlier = new NumberedPayload(flow, number);
                if (!onThisConnection.contains(earlier)) {
                    passedOver.add(earlier);
                }
            }
        }

        private void noteUnanswered() {
            WireMonitor.this.unanswered = unanswered.values().stream().mapToInt(Queue::size).sum();
        }

        private int packetId(Packet packet) {
            return packet.qos() == 0 ? 0 : packet.shortAt(2 + packet.shortAt(0));
        }

        private NumberedPayload message(Packet packet) {
            int start = 2 + packet.shortAt(0) + (packet.qos() == 0 ? 0 : 2);
            if (mqtt5) {
                int length = 0;
                int shift = 0;
                int digit;
                do {
                    digit = packet.byteAt(start++);
                    length |= (digit & 0x7F) << shift;
                    shift += 7;
                } while ((digit & 0x80) != 0);
                start += length;
            }
            int offset = packet.bodyStart() + start;
            return NumberedPayload.parse(packet.bytes(), offset, packet.bytes().length - offset);
        }

        private void note(String by, Packet packet) {
            if (packet.type() == PINGREQ || packet.type() == PINGRESP) {
                return;
            }
            String text = "#" + number + " " + by + ": " + PACKETS[packet.type()];
            if (packet.type() == PUBLISH) {
                NumberedPayload message = message(packet);
                text += " " + packetId(packet) + " " + message.flow() + " " + message.number()
                        + (packet.duplicate() ? " DUP" : "");
            } else if (packet.type() >= PUBACK && packet.type() <= PUBREL + 1) {
                text += " " + packet.shortAt(0);
            }
            last.add(text);
            if (last.size() > LAST_PACKETS) {
                last.poll();
            }
        }
    }
}
