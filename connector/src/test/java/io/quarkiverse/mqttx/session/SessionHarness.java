package io.quarkiverse.mqttx.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.LimitOptions;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.TimingOptions;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Will;

/** A session with everything that comes out of it written down, and shorthands for what goes in. */
class SessionHarness implements SessionOutput, PacketSink, InboundListener {

    /** What the session needs to know, with defaults that a test changes one by one. */
    static final class Settings {
        Set<ProtocolVersion> versions = EnumSet.of(ProtocolVersion.V5);
        String clientId = "c";
        boolean cleanStart = false;
        long sessionExpirySeconds = 3600;
        int keepAliveSeconds = 60;
        boolean autoKeepAlive = true;
        int receiveMaximum = 100;
        int maxInflight = 100;
        long ackTimeoutMillis = 30_000;
        String username;
        String password;
        Will will;
        FlowOptions flow = FlowOptions.DEFAULT;
        ConnectOptions options = ConnectOptions.DEFAULT;

        SessionSettings build() {
            return new SessionSettings(versions, clientId, cleanStart, sessionExpirySeconds,
                    new TimingOptions(keepAliveSeconds, autoKeepAlive, 10_000, ackTimeoutMillis),
                    new LimitOptions(receiveMaximum, 1 << 20, maxInflight), new Login(username, password), will, options, flow);
        }
    }

    static final ServerAddress SERVER = new ServerAddress("broker", 1883, false);

    final SessionSettings settings;
    final MqttSession session;
    /** Of the publisher; each message has its own unless set. */
    PublisherQueue share;
    final List<Packet> sent = new ArrayList<>();
    final List<InboundMessage> delivered = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    /** Reasons of the ends that are somebody's fault. */
    final List<String> faults = new ArrayList<>();
    final List<ConnectRefusal> refusals = new ArrayList<>();
    final List<NegotiatedSettings> connections = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    final List<String> disconnects = new ArrayList<>();
    /** One line for each outcome of a publish: its name and "ok" or the failure. */
    final List<String> outcomes = new ArrayList<>();
    boolean acknowledgeAtOnce;
    /** Packets that are sent wait before the socket. */
    boolean holds;
    /** What the broker says in CONNACK. */
    Properties connAck = Properties.EMPTY;
    long now;

    SessionHarness() {
        this(UnaryOperator.identity());
    }

    SessionHarness(UnaryOperator<Settings> change) {
        this(change, SessionJournal.NONE);
    }

    /** One whose journal is kept. */
    SessionHarness(UnaryOperator<Settings> change, SessionJournal journal) {
        settings = change.apply(new Settings()).build();
        session = new MqttSession(settings, this, this, journal);
    }

    @Override
    public boolean send(Packet packet) {
        sent.add(packet);
        return !holds;
    }

    @Override
    public void fault(String reason) {
        faults.add(reason);
    }

    @Override
    public void close(String reason) {
        closed.add(reason);
    }

    @Override
    public void deliver(InboundMessage message) {
        delivered.add(message);
        if (acknowledgeAtOnce) {
            session.inbound().acknowledge(message, now);
        }
    }

    @Override
    public void connected(NegotiatedSettings negotiated) {
        connections.add(negotiated);
    }

    @Override
    public void refused(ConnectRefusal refusal) {
        refusals.add(refusal);
    }

    @Override
    public void disconnectedByBroker(int reasonCode, String reason, Properties properties) {
        disconnects.add(reason);
    }

    @Override
    public void notice(String message) {
        notices.add(message);
    }

    /** A network connection is open. */
    void open() {
        session.connectionOpened(settings.configured(SERVER), null, this, now);
    }

    SessionHarness connect(boolean sessionPresent, Properties properties) {
        open();
        receive(new ConnAck(sessionPresent, 0, properties));
        sent.clear();
        return this;
    }

    SessionHarness connect() {
        return connect(false, connAck);
    }

    /** The connection is lost, and the next one finds the session, or does not. */
    SessionHarness reconnect(boolean sessionPresent) {
        loseConnection();
        open();
        sent.clear();
        receive(new ConnAck(sessionPresent, 0, connAck));
        return this;
    }

    /** Through the network's fault. */
    void loseConnection() {
        session.connectionClosed(false, now);
    }

    void receive(Packet packet) {
        session.reception().received(packet, now);
    }

    void receive(PacketType type, int packetId) {
        receive(new Ack(type, packetId));
    }

    void publish(String name, int qos) {
        publish(message(name, qos), name);
    }

    void publish(Publish message, String name) {
        session.outbound().publish(message, completion(name), share == null ? new PublisherQueue("sender of " + name) : share,
                now);
    }

    /** One that notes the outcome. */
    PublishCompletion completion(String name) {
        return new PublishCompletion() {
            @Override
            public void succeeded(int packetId, int reasonCode, Properties answer) {
                outcomes.add(name + " ok");
            }

            @Override
            public void failed(Throwable cause) {
                outcomes.add(name + " " + cause.getMessage());
            }

            @Override
            public void dropped(MessageDroppedException cause) {
                outcomes.add(name + " dropped " + cause.reason());
            }

            @Override
            public void replaced() {
                outcomes.add(name + " replaced");
            }
        };
    }

    static Publish message(String name, int qos) {
        return Publish.of("t/" + name, name.getBytes(StandardCharsets.UTF_8), qos, false);
    }

    /** A PUBLISH from the broker. */
    static Publish incoming(String name, int qos, int packetId, boolean duplicate) {
        return message(name, qos).as(packetId, duplicate);
    }

    /**
     * What was sent since the last look, each packet in short: {@code PUBLISH 3 dup}, {@code PUBACK 7}, {@code PUBREL 2 0x92}.
     */
    List<String> sent() {
        List<String> result = sent.stream().map(SessionHarness::describe).toList();
        sent.clear();
        return result;
    }

    private static String describe(Packet packet) {
        if (packet instanceof Publish publish) {
            return "PUBLISH " + publish.packetId() + (publish.duplicate() ? " dup" : "");
        }
        if (packet instanceof Ack ack) {
            return ack.type() + " " + ack.packetId()
                    + (ack.reasonCode() == 0 ? "" : " 0x" + Integer.toHexString(ack.reasonCode()));
        }
        return packet.type().toString();
    }
}
