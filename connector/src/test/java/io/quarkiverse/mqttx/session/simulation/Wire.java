package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.transport.WireCodec;

/** How the packets of one connection become bytes, and packets again. */
interface Wire {

    void toBroker(Packet packet, Direction up);

    void toClient(Packet packet, Direction down);

    /** Bytes that are no MQTT. */
    void garbage(Direction down);

    static Wire of(World world) {
        return world.scenario.encodes ? new Encoded(world) : new Sized();
    }

    /** Packets travel as they are, and only their size counts: one of which a part is lost does not arrive. */
    final class Sized implements Wire {

        private ProtocolVersion version;

        @Override
        public void toBroker(Packet packet, Direction up) {
            if (packet instanceof Connect connect) {
                version = connect.version();
            }
            send(packet, up);
        }

        @Override
        public void toClient(Packet packet, Direction down) {
            send(packet, down);
        }

        private void send(Packet packet, Direction direction) {
            int size = PacketSize.of(packet, version);
            int part = direction.part(size);
            int begun = 0;
            for (; size - begun > part; begun += part) {
                direction.send(part, count -> direction.receiver().partReceived());
            }
            int rest = size - begun;
            // a stream that is cut before loses the rest as well
            direction.send(rest, count -> {
                if (count == rest) {
                    direction.receiver().received(packet);
                }
            });
        }

        @Override
        public void garbage(Direction down) {
            down.send(1, count -> {
                down.cutOff();
                down.receiver().garbage();
            });
        }
    }

    /**
     * Packets are written by the connector's encoder, cut anywhere on their way, and read by its decoder. The broker is handed
     * the packet itself when its last byte has come: what the encoder writes is tested elsewhere.
     */
    final class Encoded implements Wire {

        private record Sent(Packet packet, long end) {
        }

        private static final byte[][] GARBAGE = { { 0 }, { 0x30, -1, -1, -1, -1 }, { 0x40, 1, 1 } };

        private final World world;
        private final WireCodec codec;
        private final Deque<Sent> toBroker = new ArrayDeque<>();
        /** What is under way to the client. */
        private final Deque<byte[]> payloads = new ArrayDeque<>();
        private ProtocolVersion version;
        private long sent;
        private long arrived;

        Encoded(World world) {
            this.world = world;
            codec = new WireCodec(world.scenario.settings.limits().maxPacketSize());
        }

        @Override
        public void toBroker(Packet packet, Direction up) {
            if (packet instanceof Connect connect) {
                version = connect.version();
            }
            byte[] bytes = codec.ofClient(packet);
            world.check(bytes.length == PacketSize.of(packet, version), "the length of what the encoder wrote, " + bytes.length,
                    packet);
            sent += bytes.length;
            toBroker.add(new Sent(packet, sent));
            int end = bytes.length;
            for (int from = 0, to; from < end; from = to) {
                to = next(from, end, up);
                up.send(to - from, count -> arrivedAtBroker(count, up));
            }
        }

        private void arrivedAtBroker(int count, Direction up) {
            arrived += count;
            up.receiver().partReceived();
            while (!toBroker.isEmpty() && toBroker.peek().end <= arrived) {
                up.receiver().received(toBroker.poll().packet);
            }
        }

        @Override
        public void toClient(Packet packet, Direction down) {
            if (packet instanceof Publish publish) {
                payloads.add(publish.payload());
            }
            toClient(codec.ofBroker(packet), down);
        }

        private void toClient(byte[] bytes, Direction down) {
            int end = bytes.length;
            for (int from = 0, to; from < end; from = to) {
                to = next(from, end, down);
                int begin = from;
                int upTo = to;
                down.send(to - from, count -> {
                    codec.arrive(bytes, begin, count, packet -> down.receiver().received(withItsPayload(packet)), () -> {
                        down.cutOff();
                        down.receiver().garbage();
                    });
                    if (begin + count < end && upTo < end) {
                        down.receiver().partReceived();
                    }
                });
            }
        }

        /** A message is known by the array of its payload, and the decoder makes a new one. */
        private Packet withItsPayload(Packet packet) {
            if (!(packet instanceof Publish publish)) {
                return packet;
            }
            byte[] payload = payloads.remove();
            world.check(Arrays.equals(payload, publish.payload()), "the payload that was decoded", packet);
            return new Publish(publish.topic(), payload, publish.qos(), publish.retain(), publish.duplicate(),
                    publish.packetId(), publish.properties(), publish.topicAlias());
        }

        @Override
        public void garbage(Direction down) {
            toClient(world.dice.oneOf(GARBAGE), down);
        }

        /** Most packets arrive at once, some in two or more parts. */
        private int next(int from, int end, Direction direction) {
            int part = direction.part(end - from);
            return part < end - from ? from + part
                    : end - from > 1 && world.dice.chance(0.2) ? world.dice.between(from + 1, end - 1) : end;
        }
    }
}
