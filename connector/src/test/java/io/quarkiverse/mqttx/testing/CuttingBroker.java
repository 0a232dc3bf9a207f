package io.quarkiverse.mqttx.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * A broker of MQTT 5 for one client, which keeps its session and does what the protocol says, but cuts each connection after a
 * few packets: in the middle of exchanges, by turns before and behind its answer, with a reset or an orderly end. Payloads are
 * numbers of four bytes; the QoS of what it publishes to {@code in} changes between 1 and 2.
 * <p>
 * It keeps no more than the session and which numbers have come, so that it does not grow with the connections.
 */
public final class CuttingBroker implements AutoCloseable {

    private static final int IN_FLIGHT = 2;
    private static final int PACKET_IDS = 1_000;
    private static final byte DISCONNECT = (byte) 0xE0;

    private record Outgoing(int number, int qos, boolean released) {
    }

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger takenTwice = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private volatile boolean cutting = true;
    private volatile boolean publishing = true;
    private volatile Throwable failure;

    // The session; of the broker's thread
    private final Set<Integer> received = new HashSet<>();
    private final Map<Integer, Outgoing> unacknowledged = new LinkedHashMap<>();
    private final BitSet seen = new BitSet();
    private volatile int waiting;

    private CuttingBroker() {
        try {
            server = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::run, "cutting-broker");
        thread.setDaemon(true);
        thread.start();
    }

    public static CuttingBroker start() {
        return new CuttingBroker();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many CONNECTs it has accepted. */
    public int connections() {
        return connections.get();
    }

    /** How many different numbers have come. */
    public int taken() {
        return taken.get();
    }

    /** How many QoS 2 messages the client has published another time. */
    public int takenTwice() {
        return takenTwice.get();
    }

    /** How many messages it has published so far; their numbers are below it. */
    public int published() {
        return begun.get();
    }

    /** How many of them the client has not acknowledged. */
    public int unacknowledged() {
        return waiting;
    }

    /** Whether connections are cut, and messages published, from the next packet on. Both at first. */
    public void cut(boolean value) {
        cutting = value;
        publishing = value;
    }

    /** What has gone wrong in the broker, or {@code null}. */
    public Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                converse(socket);
            } catch (IOException gone) {
                // The client or the test has ended it
            } catch (RuntimeException e) {
                failure = e;
                return;
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        if (read(in) == null) {
            return;
        }
        int number = connections.getAndIncrement();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Packets.connAck(ProtocolVersion.V5, number > 0, 0));
        resume(out);
        socket.getOutputStream().write(out.toByteArray());
        int packets = 0;
        int until = 1 + number % 4;
        boolean answering = number % 2 == 0;
        for (byte[] packet = read(in); packet != null && packet[0] != DISCONNECT; packet = read(in)) {
            boolean last = cutting && ++packets >= until;
            byte[] answer = answer(packet);
            if (answer.length > 0 && (!last || answering)) {
                socket.getOutputStream().write(answer);
            }
            if (last) {
                // Every third in an orderly way
                socket.setSoLinger(number % 3 != 0, 0);
                return;
            }
        }
    }

    /** The next packet, or {@code null} when there is none any more. */
    private static byte[] read(InputStream in) throws IOException {
        int first = in.read();
        return first < 0 ? null : PacketReader.readFrom(first, in);
    }

    private void resume(ByteArrayOutputStream out) {
        unacknowledged.forEach((id, message) -> out.writeBytes(message.released ? Packets.pubRel(id)
                : publish(id, message, true)));
        while (publishing && unacknowledged.size() < IN_FLIGHT) {
            int number = begun.getAndIncrement();
            int id = 1 + number % PACKET_IDS;
            Outgoing message = new Outgoing(number, 1 + number % 2, false);
            unacknowledged.put(id, message);
            out.writeBytes(publish(id, message, false));
        }
        waiting = unacknowledged.size();
    }

    private static byte[] publish(int id, Outgoing message, boolean duplicate) {
        return Packets.publish(ProtocolVersion.V5, "in", message.qos, id,
                ByteBuffer.allocate(4).putInt(message.number).array(), duplicate, false);
    }

    private byte[] answer(byte[] packet) {
        return switch (packet[0] >> 4 & 0x0F) {
            case 3 -> take(packet);
            case 5 -> {
                int id = shortAt(packet, 2);
                unacknowledged.computeIfPresent(id, (same, message) -> new Outgoing(message.number, 2, true));
                yield Packets.pubRel(id);
            }
            case 6 -> {
                received.remove(shortAt(packet, 2));
                yield Packets.pubComp(shortAt(packet, 2));
            }
            case 4, 7 -> {
                unacknowledged.remove(shortAt(packet, 2));
                waiting = unacknowledged.size();
                yield new byte[0];
            }
            case 8 -> Packets.subAck(ProtocolVersion.V5, shortAt(packet, 2), 2);
            case 12 -> Packets.pingResp();
            default -> new byte[0];
        };
    }

    /** All messages here are so short that the remaining length has one byte. */
    private byte[] take(byte[] packet) {
        int id = shortAt(packet, 4 + shortAt(packet, 2));
        int number = ByteBuffer.wrap(packet, packet.length - 4, 4).getInt();
        boolean exactlyOnce = (packet[0] & 0x04) != 0;
        if (!exactlyOnce || received.add(id)) {
            if (!seen.get(number)) {
                seen.set(number);
                taken.incrementAndGet();
            } else if (exactlyOnce) {
                takenTwice.incrementAndGet();
            }
        }
        return exactlyOnce ? Packets.pubRec(id) : Packets.pubAck(id);
    }

    private static int shortAt(byte[] packet, int offset) {
        return (packet[offset] & 0xFF) << 8 | packet[offset + 1] & 0xFF;
    }
}
