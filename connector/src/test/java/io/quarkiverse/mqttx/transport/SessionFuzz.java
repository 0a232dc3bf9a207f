package io.quarkiverse.mqttx.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.InboundListener;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.PacketSink;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.SubscriptionListener;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.LimitOptions;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.TimingOptions;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.Packets;

/**
 * What a broker may send after a CONNACK that accepts, into decoder and session together, while the session has subscriptions,
 * messages in flight and an application that acknowledges. The first byte chooses the version, the second what the session
 * has under way, the third how the rest is cut; each piece is followed by what its first bits say the application does.
 */
public final class SessionFuzz implements SessionOutput, PacketSink, InboundListener {

    private static final int HEADER = 3;
    private static final int MAX_PACKET = 2_000;
    private static final long TIMEOUT = 1_000;
    private static final ConnectAttempt ATTEMPT = new ConnectAttempt(new ServerAddress("broker", 1883, false), null, null,
            List.of(), null);
    private static final SubscriptionListener ANY = new SubscriptionListener() {
        @Override
        public void granted(int qos) {
            check(qos >= 0 && qos <= 2, "granted at QoS " + qos);
        }

        @Override
        public void refused(int reasonCode, String reason) {
            check(ReasonCode.isFailure(reasonCode), "refused with " + ReasonCode.describe(reasonCode));
        }
    };

    private final ProtocolVersion version;
    private final MqttSession session;
    private final PacketDecoder decoder = new PacketDecoder(MAX_PACKET);
    private final PacketEncoder encoder = new PacketEncoder();
    private final PublisherQueue share;
    private final List<InboundMessage> unanswered = new ArrayList<>();
    private int promised;
    private int kept;
    private boolean accepted;
    private boolean closed;
    private boolean faulty;
    private Packet last;
    private long now;

    private SessionFuzz(ProtocolVersion version, boolean present, boolean presence, boolean sheds) {
        this.version = version;
        share = new PublisherQueue("fuzz",
                sheds ? new SendQueueSettings(2, 100, SendQueueOverflow.DROP_OLDEST, false, true, false)
                        : SendQueueSettings.UNBOUNDED);
        decoder.version(version);
        ConnectOptions defaults = ConnectOptions.DEFAULT;
        ConnectOptions options = new ConnectOptions(false, null,
                presence ? new Presence("p", new byte[] { 1 }, new byte[] { 0 }, 1) : null, defaults.shutdown());
        session = new MqttSession(
                new SessionSettings(EnumSet.of(version), "c", !present, present ? 100 : 0,
                        new TimingOptions(60, true, TIMEOUT, TIMEOUT),
                        new LimitOptions(5, MAX_PACKET, 5), new Login(null, null), null, options,
                        new FlowOptions(3, 3, 1, 2, false)),
                this, this, SessionJournal.NONE);
    }

    /** Called by the fuzzer; what it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < HEADER) {
            return;
        }
        int state = data[1];
        new SessionFuzz(ProtocolVersion.values()[(data[0] & 0xFF) % 3], (state & 1) != 0, (state & 2) != 0,
                (state & 8) != 0)
                .run(state, 1 + (data[2] & 0xFF), Arrays.copyOfRange(data, HEADER, data.length));
    }

    private void run(int state, int piece, byte[] stream) {
        session.connectionOpened(ATTEMPT, null, this, now);
        boolean present = (state & 1) != 0 && version != ProtocolVersion.V3_1;
        receive(version.is5() ? Packets.connAck5(present, 0, (state & 4) == 0 ? "" : "21 00 02 22 00 02 27 00 00 01 00")
                : Packets.connAck(version, present, 0));
        check(accepted, "the CONNACK that accepts was not accepted");
        session.subscribe(Subscription.of("a/#", 2), ANY, now);
        session.subscribe(Subscription.of("b", 1), ANY, now);
        for (int qos = 0; qos < 3; qos++) {
            publish(qos);
        }
        for (int from = 0; from < stream.length; from += piece) {
            receive(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + piece)));
            application(stream[from]);
        }
        end();
    }

    /** As {@code Transport} and {@code Connection} do it. */
    private void receive(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        try {
            Packet packet;
            while (!closed && (packet = decoder.next(in)) != null) {
                session.reception().received(packet, now);
            }
        } catch (MalformedPacketException e) {
            session.malformed(e.reasonCode(), e.getMessage(), now);
            check(closed && faulty, "goes on after a malformed packet");
            toldTheBroker(e.reasonCode());
        }
        check(session.unacknowledged() <= kept + 1, "more unacknowledged messages than were delivered");
    }

    /** In MQTT 5 the last word is DISCONNECT with the code; before, there is no word for it. */
    private void toldTheBroker(int code) {
        if (version.is5()) {
            check(last instanceof Disconnect disconnect && disconnect.reasonCode() == code,
                    "ended with " + last + " for " + ReasonCode.describe(code));
        } else {
            check(!(last instanceof Disconnect), "said goodbye to a broker that breaks the rules");
        }
    }

    private void application(int what) {
        now += what & 0x07;
        if ((what & 0x08) != 0 && !unanswered.isEmpty()) {
            session.inbound().acknowledge(unanswered.remove(unanswered.size() / 2), now);
        }
        if ((what & 0x10) != 0) {
            publish(what & 1);
        }
        if ((what & 0x20) != 0) {
            session.writable((what & 0x40) != 0, now);
        }
        if ((what & 0x40) != 0) {
            now = Math.min(session.nextDeadline(), now + TIMEOUT);
            session.tick(now);
        }
    }

    private void publish(int qos) {
        promised++;
        session.outbound().publish(Publish.of("t", new byte[1], qos, false), new PublishCompletion() {
            private boolean settled;

            @Override
            public void succeeded(int packetId, int reasonCode, Properties answer) {
                settle();
            }

            @Override
            public void failed(Throwable cause) {
                settle();
            }

            private void settle() {
                check(!settled, "a promise was settled twice");
                settled = true;
                promised--;
            }
        }, share, now);
    }

    /** Whatever has happened, the next connection works, and at the end every promise is settled. */
    private void end() {
        session.connectionClosed(true, now);
        closed = false;
        accepted = false;
        session.connectionOpened(ATTEMPT, null, this, now);
        decoder.stop();
        session.reception().received(connAckOfNext(), now);
        check(accepted, "the next connection was not accepted");
        for (InboundMessage message : unanswered) {
            session.inbound().acknowledge(message, now);
        }
        session.disconnect(ReasonCode.SUCCESS, now);
        session.connectionClosed(false, now);
        IllegalStateException end = new IllegalStateException("over");
        session.abandon(end, end, sequence -> true);
        check(promised == 0, promised + " promises were never settled");
    }

    private Packet connAckOfNext() {
        PacketDecoder fresh = new PacketDecoder(MAX_PACKET);
        fresh.version(version);
        return fresh.next(Unpooled.wrappedBuffer(Packets.connAck(version, false, 0)));
    }

    @Override
    public boolean send(Packet packet) {
        check(!closed, "sent after the end: " + packet);
        last = packet;
        encoder.encode(packet, Unpooled.buffer());
        return true;
    }

    @Override
    public void close(String reason) {
        check(!closed, "closed twice");
        closed = true;
        decoder.stop();
    }

    @Override
    public void fault(String reason) {
        faulty = true;
    }

    @Override
    public void connected(NegotiatedSettings negotiated) {
        accepted = true;
    }

    @Override
    public void refused(ConnectRefusal refusal) {
        check(!accepted, "refused after it was accepted");
    }

    @Override
    public void disconnectedByBroker(int reasonCode, String reason, Properties properties) {
        check(version.is5(), "DISCONNECT before MQTT 5");
    }

    @Override
    public void notice(String message) {
        check(!message.isEmpty(), "a notice without words");
    }

    @Override
    public void deliver(InboundMessage message) {
        check(!closed, "delivered after the end");
        kept++;
        if (message.packet().qos() > 0) {
            unanswered.add(message);
        }
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
