package io.quarkiverse.mqttx.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.mqttx.testing.PacketStream.Packet;

/** What a real broker hears of the messages that it delivers at QoS 1 and 2 over MQTT 5 without aliases. */
public final class AnswersOnTheWire implements WireTap {

    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PUBREC = 5;

    /** A message as the broker sends it; those with the same topic and payload are one. */
    private record Delivery(String topic, String payload) {
    }

    private final Map<Integer, Connection> connections = new HashMap<>();
    private final Map<Delivery, Integer> deliveries = new ConcurrentHashMap<>();
    private final Map<Delivery, List<Integer>> answers = new ConcurrentHashMap<>();

    @Override
    public void bytes(int connection, Direction direction, byte[] bytes) {
        Connection of = connections.computeIfAbsent(connection, number -> new Connection());
        (direction == Direction.TO_BROKER ? of.fromClient : of.fromBroker).bytes(bytes);
    }

    /** How often the broker has sent the message. */
    public int deliveries(String topic, String payload) {
        return deliveries.getOrDefault(new Delivery(topic, payload), 0);
    }

    /** The reason codes of PUBACK or PUBREC for the message, in their order. */
    public List<Integer> answers(String topic, String payload) {
        return List.copyOf(answers.getOrDefault(new Delivery(topic, payload), List.of()));
    }

    private final class Connection {

        private final Map<Integer, Delivery> byPacketId = new HashMap<>();
        private final PacketStream fromBroker = new PacketStream(this::delivered);
        private final PacketStream fromClient = new PacketStream(this::answered);

        private void delivered(Packet packet) {
            if (packet.type() == PUBLISH && packet.qos() > 0) {
                int packetId = 2 + packet.shortAt(0);
                int payload = packet.bodyStart() + packetId + 3 + packet.byteAt(packetId + 2);
                Delivery delivery = new Delivery(new String(packet.bytes(), packet.bodyStart() + 2, packet.shortAt(0)),
                        new String(packet.bytes(), payload, packet.bytes().length - payload));
                byPacketId.put(packet.shortAt(packetId), delivery);
                deliveries.merge(delivery, 1, Integer::sum);
            }
        }

        private void answered(Packet packet) {
            if (packet.type() == PUBACK || packet.type() == PUBREC) {
                int code = packet.bytes().length == packet.bodyStart() + 2 ? 0 : packet.byteAt(2);
                answers.computeIfAbsent(byPacketId.get(packet.shortAt(0)), delivery -> new CopyOnWriteArrayList<>()).add(code);
            }
        }
    }
}
