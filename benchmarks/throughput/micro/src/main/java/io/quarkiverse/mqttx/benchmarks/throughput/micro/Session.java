package io.quarkiverse.mqttx.benchmarks.throughput.micro;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.LimitOptions;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.TimingOptions;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;

/** A session with a connection that swallows what it sends, and an application that keeps what it gets. */
final class Session implements SessionOutput {

    private static final int WINDOW = 65_535;

    final Queue<InboundMessage> delivered = new ArrayDeque<>();
    /** The last packet that was sent. */
    Packet sent;
    final MqttSession session;

    Session() {
        SessionSettings settings = new SessionSettings(EnumSet.of(ProtocolVersion.V5), "benchmark", true, 0,
                new TimingOptions(60, true, 10_000, 30_000), new LimitOptions(WINDOW, 1 << 20, WINDOW), new Login(null, null),
                null, ConnectOptions.DEFAULT, FlowOptions.DEFAULT);
        session = new MqttSession(settings, this, delivered::add, SessionJournal.NONE);
        session.connectionOpened(settings.configured(new ServerAddress("broker", 1883, false)), null, this::send, 0);
        receive(new ConnAck(false, 0, Properties.EMPTY));
    }

    private boolean send(Packet packet) {
        sent = packet;
        return true;
    }

    void receive(Packet packet) {
        session.reception().received(packet, 0);
    }

    @Override
    public void close(String reason) {
        throw new IllegalStateException(reason);
    }

    @Override
    public void connected(NegotiatedSettings negotiated) {
        // as wanted
    }

    @Override
    public void refused(ConnectRefusal refusal) {
        throw new IllegalStateException(refusal.toString());
    }

    @Override
    public void notice(String message) {
        // nobody reads it
    }
}
