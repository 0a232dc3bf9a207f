package io.quarkiverse.mqttx.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * A client that is nothing but bytes on a socket: what a broker answers to it is the broker's own, no client library has read
 * it. Packets are returned in the form {@code "PUBACK 40 02 00 01"}; {@link #CLOSED} stands for the end of the connection.
 */
public final class RawClient implements AutoCloseable {

    /** The broker has closed the connection. */
    public static final String CLOSED = "closes the connection";

    private static final byte[] NOTHING = new byte[0];
    private static final int PATIENCE_MILLIS = 10_000;

    private final ProtocolVersion version;
    private final Socket socket;
    private final InputStream in;

    private RawClient(String host, int port, ProtocolVersion version) {
        this.version = version;
        try {
            socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A socket to the broker's plain port; {@link #connect} is still to be called. */
    public static RawClient to(TestBroker broker, ProtocolVersion version) {
        return new RawClient(broker.host(), broker.port(), version);
    }

    /**
     * Sends CONNECT and returns the answer.
     *
     * @param username {@code null} for none, else with {@code password}
     * @param properties those of MQTT 5, such as {@code "21 00 01"} for Receive Maximum 1
     */
    public String connect(String clientId, boolean clean, String username, String password, String properties) {
        int flags = (clean ? 0x02 : 0) | (username == null ? 0 : 0xC0);
        return send(Packets.packet(0x10, Packets.string(version.protocolName()),
                new byte[] { (byte) version.level(), (byte) flags, 0, 60 }, properties(properties), Packets.string(clientId),
                username == null ? NOTHING : Packets.string(username),
                username == null ? NOTHING : Packets.string(password))).next();
    }

    /** As {@link #connect}, clean, without a user, and with a will of QoS 0 that has properties of its own. */
    public String connectWithWill(String clientId, String properties, String topic, String payload, String willProperties) {
        return send(
                Packets.packet(0x10, Packets.string(version.protocolName()), new byte[] { (byte) version.level(), 0x06, 0, 60 },
                        properties(properties), Packets.string(clientId), properties(willProperties), Packets.string(topic),
                        Packets.string(payload)))
                .next();
    }

    /**
     * Sends SUBSCRIBE with packet identifier 1 and returns the answer.
     *
     * @param options the QoS, in MQTT 5 with the other subscription options (MQTT-5.0 §3.8.3.1)
     */
    public String subscribe(String filter, int options, String properties) {
        return send(Packets.packet(0x82, new byte[] { 0, 1 }, properties(properties), Packets.string(filter),
                new byte[] { (byte) options })).next();
    }

    /** Sends PUBLISH with packet identifier 2, unless QoS is 0; what it is answered comes with {@link #next()}. */
    public RawClient publish(String topic, int qos, boolean retain, String payload, String properties) {
        return send(Packets.packet(0x30 | qos << 1 | (retain ? 1 : 0), Packets.string(topic),
                qos == 0 ? NOTHING : new byte[] { 0, 2 }, properties(properties), payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends any bytes, such as {@code "40 02 00 01"}. */
    public RawClient send(String hex) {
        return send(RawPacket.bytes(hex));
    }

    /** Sends bytes, such as those of {@link Packets}. */
    public RawClient send(byte[] packet) {
        try {
            socket.getOutputStream().write(packet);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet of the broker, or {@link #CLOSED}; fails when nothing comes for ten seconds. */
    public String next() {
        String packet = next(PATIENCE_MILLIS);
        if (packet == null) {
            throw new AssertionError("the broker sent nothing for " + PATIENCE_MILLIS + " ms");
        }
        return packet;
    }

    /** As {@link #next()}, but {@code null} when nothing comes in this time. */
    public String next(int millis) {
        try {
            socket.setSoTimeout(millis);
            int first = in.read();
            if (first < 0) {
                return CLOSED;
            }
            byte[] packet = PacketReader.readFrom(first, in);
            return RawPacket.nameOf(packet[0]) + " " + RawPacket.hex(packet);
        } catch (SocketTimeoutException e) {
            return null;
        } catch (EOFException e) {
            throw new AssertionError("the broker closed within a packet", e);
        } catch (IOException e) {
            return CLOSED;
        }
    }

    /** Bytes as they stand in what the methods return. */
    public static String hex(byte[] bytes) {
        return RawPacket.hex(bytes);
    }

    private byte[] properties(String hex) {
        return version.is5() ? Packets.properties(RawPacket.bytes(hex)) : NOTHING;
    }

    /** Closes the socket without a DISCONNECT. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
