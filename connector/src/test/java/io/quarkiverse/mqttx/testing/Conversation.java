package io.quarkiverse.mqttx.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * One connection of the {@link ScriptedBroker} as its script sees it. All methods block on the connection's own thread; what
 * does not go as the script says is an {@link AssertionError} that the test gets from {@link ScriptedBroker#verify()}.
 */
public final class Conversation {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int LARGEST_PACKET = 256 * 1024 * 1024;

    private final int number;
    private final Socket socket;
    private final InputStream in;
    private final Consumer<RawPacket> record;
    private final Consumer<String> transcript;
    /** Gets whole packets only: some versions of Netty's decoder fail on split ones. */
    private final EmbeddedChannel decoder = new EmbeddedChannel(new MqttDecoder(LARGEST_PACKET, 65_535));
    private ProtocolVersion version = ProtocolVersion.V5;
    /** The client has said DISCONNECT. */
    private boolean gone;

    Conversation(int number, Socket socket, Consumer<RawPacket> record, Consumer<String> transcript) throws IOException {
        this.number = number;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.record = record;
        this.transcript = transcript;
        socket.setTcpNoDelay(true);
    }

    /** The number of the connection, from 1. */
    public int number() {
        return number;
    }

    /** The version of the CONNECT that was received; MQTT 5 before. */
    public ProtocolVersion version() {
        return version;
    }

    /** Waits for the next packet and returns it; it must be of this type, such as {@code SUBSCRIBE}. */
    public RawPacket expect(String type) throws IOException {
        RawPacket packet = next("a " + type);
        if (!packet.type().equals(type)) {
            throw new AssertionError("connection " + number + ": expected " + type + " but got " + packet);
        }
        return packet;
    }

    /** Waits for the next packet, which must consist of these bytes, given as {@code "C0 00"}. */
    public RawPacket expectBytes(String hex) throws IOException {
        byte[] expected = RawPacket.bytes(hex);
        RawPacket packet = next(RawPacket.hex(expected));
        if (!Arrays.equals(expected, packet.bytes())) {
            throw new AssertionError("connection " + number + ": expected " + RawPacket.hex(expected) + " but got " + packet);
        }
        return packet;
    }

    /** Waits for a packet of this type; passes over others. */
    public RawPacket skipTo(String type) throws IOException {
        RawPacket packet = next("a " + type);
        while (!packet.type().equals(type)) {
            packet = next("a " + type);
        }
        return packet;
    }

    /** Waits for CONNECT and accepts it in its version; returns it. */
    public RawPacket accept() throws IOException {
        return accept(false);
    }

    /** As {@link #accept()}, with the session present flag. */
    public RawPacket accept(boolean sessionPresent) throws IOException {
        RawPacket connect = expect("CONNECT");
        send(Packets.connAck(version, sessionPresent, 0));
        return connect;
    }

    /** Waits for CONNECT and answers as a broker does that does not speak MQTT 5. */
    public void refuseMqtt5() throws IOException {
        expect("CONNECT");
        send(Packets.connAck5(false, 0x84, ""));
        close();
    }

    /** Waits for SUBSCRIBE and answers with these codes, one for each filter; returns it. */
    public RawPacket grant(int... codes) throws IOException {
        RawPacket subscribe = expect("SUBSCRIBE");
        send(Packets.subAck(version, subscribe.packetId(), codes));
        return subscribe;
    }

    /** The client must close the connection; PINGREQ and DISCONNECT before it are passed over, other packets are not. */
    public void expectClose() throws IOException {
        RawPacket packet = readBeforeTheEnd();
        while (packet != null) {
            if (!packet.type().equals("DISCONNECT") && !packet.type().equals("PINGREQ")) {
                throw new AssertionError("connection " + number + ": expected its end but got " + packet);
            }
            packet = readBeforeTheEnd();
        }
    }

    /** Upon DISCONNECT our side is closed, as a broker does; the client waits for that. */
    private RawPacket readBeforeTheEnd() throws IOException {
        if (gone && !socket.isOutputShutdown()) {
            socket.shutdownOutput();
        }
        return read(PATIENCE_MILLIS, "the end of the connection");
    }

    /** Sends bytes, given as {@code "20 02 00 01"}; they need not be a packet. */
    public Conversation send(String hex) throws IOException {
        return send(RawPacket.bytes(hex));
    }

    /** Sends bytes, such as those of {@link Packets}, in one write. */
    public Conversation send(byte[] bytes) throws IOException {
        transcript.accept("#" + number + " > " + RawPacket.nameOf(bytes[0]) + " " + shortHex(bytes));
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends a PUBLISH in the client's version. */
    public Conversation publish(String topic, int qos, int packetId, String payload) throws IOException {
        return send(Packets.publish(version, topic, qos, packetId, payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** Closes in an orderly way: the client reads an end of stream. */
    public void close() throws IOException {
        transcript.accept("#" + number + " > close");
        socket.close();
    }

    /** Closes with a TCP reset: the client's next read or write fails. */
    public void reset() throws IOException {
        transcript.accept("#" + number + " > reset");
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads and records what comes, but answers nothing, until the client says DISCONNECT or closes. */
    public void silence() throws IOException {
        while (nextUntilTheEnd() != null) {
            // Recorded by read.
        }
    }

    /** Answers PINGREQ, and nothing else, until the client says DISCONNECT or closes. */
    public void answerPings() throws IOException {
        RawPacket packet = nextUntilTheEnd();
        while (packet != null) {
            if (packet.type().equals("PINGREQ")) {
                send(Packets.pingResp());
            }
            packet = nextUntilTheEnd();
        }
    }

    /**
     * Behaves like a broker that accepts all that is asked, with QoS as wanted, until the client says DISCONNECT or
     * closes. Forwards nothing.
     */
    public void serve() throws IOException {
        serveUntil(packet -> false);
    }

    /** As {@link #serve()}, until such a packet comes, which is not answered. */
    public void serveUntil(Predicate<RawPacket> last) throws IOException {
        RawPacket packet = nextUntilTheEnd();
        while (packet != null && !last.test(packet)) {
            byte[] answer = Answers.to(packet, version);
            if (answer != null) {
                send(answer);
            }
            packet = nextUntilTheEnd();
        }
    }

    /** {@code null} when the client has said that it goes, upon which a broker closes the connection, or has closed it. */
    private RawPacket nextUntilTheEnd() throws IOException {
        RawPacket packet = gone ? null : read(0, "anything");
        return gone ? null : packet;
    }

    private RawPacket next(String expected) throws IOException {
        RawPacket packet = read(PATIENCE_MILLIS, expected);
        if (packet == null) {
            throw new AssertionError("connection " + number + ": expected " + expected + " but the client closed");
        }
        return packet;
    }

    /** The next packet, or {@code null} when the client has closed. */
    private RawPacket read(int timeoutMillis, String expected) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        try {
            int first = in.read();
            if (first < 0) {
                transcript.accept("#" + number + " < end of stream");
                return null;
            }
            RawPacket packet = decode(PacketReader.readFrom(first, in));
            gone |= packet.type().equals("DISCONNECT");
            record.accept(packet);
            transcript.accept("#" + number + " < " + packet.type() + " " + shortHex(packet.bytes()));
            return packet;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("connection " + number + ": expected " + expected + " but nothing came for "
                    + PATIENCE_MILLIS + " ms");
        } catch (SocketException | EOFException e) {
            transcript.accept("#" + number + " < " + e.getMessage());
            return null;
        }
    }

    private RawPacket decode(byte[] bytes) {
        decoder.writeInbound(Unpooled.wrappedBuffer(bytes));
        MqttMessage message = decoder.readInbound();
        RawPacket packet = new RawPacket(number, bytes, message);
        if (packet.type().equals("CONNECT") && message.decoderResult().isSuccess()) {
            int level = packet.connect().variableHeader().version();
            version = level == MqttVersion.MQTT_5.protocolLevel() ? ProtocolVersion.V5
                    : level == MqttVersion.MQTT_3_1.protocolLevel() ? ProtocolVersion.V3_1 : ProtocolVersion.V3_1_1;
        }
        return packet;
    }

    private static String shortHex(byte[] bytes) {
        return bytes.length <= 64 ? RawPacket.hex(bytes)
                : RawPacket.hex(Arrays.copyOf(bytes, 64)) + " … (" + bytes.length + " bytes)";
    }
}
