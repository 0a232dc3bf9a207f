package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.watch.PacketRing;
import io.quarkiverse.mqttx.client.watch.PacketWatch;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.PacketSink;
import io.quarkiverse.mqttx.session.Reception;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.quarkiverse.mqttx.transport.Transport;
import io.quarkiverse.mqttx.transport.TransportListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One attempt to connect and, when it succeeds, the network connection that came of it. Once it is {@link #isOver()} nothing
 * that it still reports reaches the session, so a late event of an old connection cannot touch the next one.
 */
@OnEventLoop
final class Connection implements TransportListener, PacketSink {

    /** Told about the end, inside the gate. */
    interface Owner {

        void lost(Connection connection, Throwable cause);

        void broken(Connection connection, RuntimeException failure);
    }

    private ServerAddress server;
    /** What CONNECT will say; {@code null} until that is known. */
    private ConnectAttempt prepared;
    private final EventLoopSerializer gate;
    private final MqttSession session;
    private final Reception reception;
    private final MonotonicClock clock;
    private final Owner owner;
    private final PacketWatch watch;
    private final PacketRing last = new PacketRing();
    private final Promise<Void> gone = Promise.promise();
    /** {@code null} where the session ends with the process. */
    private final WriteAhead writeAhead;
    private Transport transport;
    private boolean reading;
    private long closeMillis = Transport.CLOSE_MILLIS;
    private boolean over;
    private long acceptedAt = -1;
    private NegotiatedSettings negotiated;
    private ConnectRefusal refusal;
    private int brokerCode;
    private String reason;
    private Properties said = Properties.EMPTY;
    private boolean closedByPeer;

    Connection(ServerAddress server, EventLoopSerializer gate, MqttSession session, MonotonicClock clock, Owner owner,
            PacketWatch watch, WriteAhead writeAhead) {
        this.server = server;
        this.writeAhead = writeAhead;
        this.gate = gate;
        this.session = session;
        this.reception = session.reception();
        this.clock = clock;
        this.owner = owner;
        this.watch = watch;
    }

    void prepared(ConnectAttempt attempt) {
        prepared = attempt;
        server = attempt.server();
    }

    /** {@code null} when the attempt has ended before it was known what CONNECT is to say. */
    ConnectAttempt prepared() {
        return prepared;
    }

    ServerAddress server() {
        return server;
    }

    boolean isOver() {
        return over;
    }

    boolean isOpen() {
        return transport != null && !over;
    }

    boolean isAccepted() {
        return acceptedAt >= 0;
    }

    /** Completes when the network connection is closed. */
    Future<Void> gone() {
        return gone.future();
    }

    void opened(Transport opened) {
        transport = opened;
    }

    void accepted(NegotiatedSettings settings) {
        acceptedAt = clock.now();
        negotiated = settings;
    }

    /** What CONNACK has agreed on; {@code null} before. */
    NegotiatedSettings negotiated() {
        return negotiated;
    }

    /** Since CONNACK; 0 before. */
    long heldMillis() {
        return isAccepted() ? clock.now() - acceptedAt : 0;
    }

    void refused(ConnectRefusal connectRefusal) {
        refusal = connectRefusal;
    }

    void disconnectedByBroker(int code, String text, Properties properties) {
        brokerCode = code;
        reason = text;
        said = properties;
    }

    /** From now on nothing that it reports counts. The first reason given is the one that stays. */
    void end(String why) {
        over = true;
        if (reason == null) {
            reason = why;
        }
    }

    /** As {@link #end}, where the other side has closed the connection. */
    void endedByPeer(String why) {
        closedByPeer = reason == null;
        end(why);
    }

    /** Straight to the socket, or by the {@link WriteAhead} of a session that is kept. */
    @Override
    public boolean send(Packet packet) {
        if (writeAhead != null && writeAhead.holds()) {
            writeAhead.hold(this, packet);
            return false;
        }
        transmit(packet);
        return true;
    }

    private void transmit(Packet packet) {
        if (isOpen()) {
            saw(true, packet);
            transport.send(packet);
            if (packet instanceof Publish && !transport.isWritable()) {
                // nothing else bounds a burst at QoS 0; the session, in the middle of it, asks before each message
                session.writable(false, clock.now());
            }
        }
    }

    /** What was to go out before the end of the connection, and had to wait. */
    void sendHeld(Packet packet) {
        if (isOpen()) {
            session.released(packet, clock.now());
            transmit(packet);
        } else if (transport != null) {
            transport.send(packet);
        }
    }

    boolean isWritable() {
        return transport.isWritable();
    }

    private void saw(boolean sent, Packet packet) {
        last.add(sent, packet);
        if (watch.isActive()) {
            watch.saw(sent, server, packet);
        }
    }

    /** Shows the operator how it came to an error. */
    void dump(String why) {
        watch.dump(server, why, last);
    }

    /** How long the close may take that comes next: until then the broker can read what was sent before. */
    void closesWithin(long millis) {
        closeMillis = millis;
    }

    /** Closes the network connection, if there is one. */
    void close() {
        if (transport != null) {
            transport.close(closeMillis);
        }
    }

    DisconnectCause ending() {
        return refusal == null
                ? new DisconnectCause(reason, brokerCode, isAccepted(), false, closedByPeer, said, last.lastTopicAtQos0())
                : new DisconnectCause(refusal.reason(), refusal.reasonCode(), isAccepted(), refusal.retryAtOnce(), false,
                        refusal.answer(), null);
    }

    /** Enters the gate once for all packets of a read. */
    @Override
    public void packetReceived(Packet packet) {
        if (!reading && !gate.enterAhead()) {
            gate.add(() -> take(packet));
            return;
        }
        reading = true;
        take(packet);
    }

    private void take(Packet packet) {
        if (isOpen()) {
            try {
                saw(false, packet);
                reception.received(packet, clock.now());
            } catch (RuntimeException e) {
                owner.broken(this, e);
            }
        }
    }

    @Override
    public void bytesReceived(boolean incomplete) {
        if (isOpen()) {
            session.bytesReceived(incomplete, clock.now());
        }
        if (reading) {
            reading = false;
            gate.leave();
        }
    }

    @Override
    public void written(long packets, boolean all) {
        gate.runAhead(() -> {
            if (isOpen()) {
                session.written(packets, all, clock.now());
            }
        });
    }

    @Override
    public void malformed(int reasonCode, String text) {
        gate.runAhead(() -> {
            if (isOpen()) {
                session.malformed(reasonCode, text, clock.now());
            }
        });
    }

    @Override
    public void writabilityChanged(boolean writable) {
        gate.runAhead(() -> {
            if (isOpen()) {
                session.writable(writable, clock.now());
            }
        });
    }

    @Override
    public void closed(Throwable cause) {
        gate.runAhead(() -> {
            gone.tryComplete();
            if (!over) {
                owner.lost(this, cause);
            }
        });
    }
}
