package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.InboundListener;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.PacketSink;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Keeps the session connected by the reconnect machine of the product: opens connections, passes packets, calls at deadlines.
 */
final class Supervisor implements SessionOutput, InboundListener, PacketSink {

    private final World world;
    private final ModelBroker broker;
    private final WireMonitor monitor;
    private final ModelApplication application;
    private final ModelStore store;
    private MqttSession session;
    private Link link;
    private End end;
    private boolean closing;
    private boolean mustClose;
    private ConnectRefusal refusal;
    private final ModelReconnects reconnects;
    private EventLoop.Event tick;
    private long tickDueAt = Long.MAX_VALUE;
    /** The client's clock runs ahead of the world's by this. */
    private long clockOffset;
    /** What would have happened while the machine was suspended, in its order. */
    private final Deque<Runnable> missed = new ArrayDeque<>();

    private boolean dead;
    private int nested;
    /** When this connection was accepted; -1 when it was not. */
    private long acceptedAt = -1;

    Supervisor(World world, ModelBroker broker, WireMonitor monitor, ModelApplication application, ModelStore store) {
        this.world = world;
        this.broker = broker;
        this.monitor = monitor;
        this.application = application;
        this.store = store;
        reconnects = new ModelReconnects(world, this, monitor);
    }

    void start(MqttSession session) {
        this.session = session;
        application.start(session, this);
        reconnects.start(session);
        settle();
        if (isAuthenticated()) {
            authenticateAgain();
        }
    }

    /** The clock of a process begins with it. */
    void resetClock() {
        clockOffset = -world.loop.now();
    }

    long now() {
        return world.loop.now() + clockOffset;
    }

    void jumpClock(long millis) {
        world.trace.add("client", "clock jumps by", millis);
        clockOffset += millis;
        reschedule();
    }

    /** The lid is closed for a while, and nothing of the client runs; its clock may show a day more afterwards. */
    void sleep(long millis) {
        if (!world.isAsleep()) {
            world.trace.add("client", "sleeps for", millis);
            world.sleep();
            world.loop.after(millis, this::wake);
        }
    }

    void wake() {
        if (world.isAsleep() && !dead) {
            world.trace.add("client", "wakes");
            world.wake();
            monitor.awoke();
            clockOffset += world.dice.oneOf(0, 0, 86_400_000);
            reschedule();
            while (!dead && !missed.isEmpty()) {
                missed.poll().run();
            }
        }
    }

    /** The process is gone, and the operating system closes its connection. */
    void die() {
        dead = true;
        if (world.isAsleep()) {
            world.wake();
        }
        monitor.closed();
        cut();
    }

    /** Runs it now, or when the machine is awake again; not at all when the process is gone. */
    void whenAwake(Runnable action) {
        if (dead) {
            return;
        }
        if (world.isAsleep()) {
            missed.add(action);
        } else {
            action.run();
        }
    }

    /** What the application asks of the connection. */
    ModelReconnects reconnects() {
        return reconnects;
    }

    boolean hasConnection() {
        return link != null;
    }

    boolean isOpen() {
        return link != null && !closing;
    }

    /** Breaks the connection, if there is one. */
    void cut() {
        if (link != null) {
            link.cut();
        }
    }

    void open() {
        refusal = null;
        acceptedAt = -1;
        end = new End();
        link = broker.open(end);
        if (link == null) {
            ended(false);
            settle();
            return;
        }
        closing = false;
        world.connections++;
        world.trace.add("client", "opens a connection");
        monitor.opened();
        application.connectionOpened();
        reconnects.opened();
        session.connectionOpened(ModelReconnects.PREPARED, isAuthenticated() ? BrokerAuthentication.data(1) : null, this,
                now());
        settle();
    }

    private void ended(boolean byPeer) {
        reconnects.ended(acceptedAt >= 0 ? now() - acceptedAt : -1, refusal != null && refusal.retryAtOnce(), byPeer);
    }

    /** What the connection still does is nobody's business. */
    void forgetConnection() {
        if (link != null) {
            Link left = link;
            link = null;
            end = null;
            left.closeByClient();
            monitor.closed();
            session.connectionClosed(false, now());
        }
    }

    private boolean isAuthenticated() {
        return world.scenario.settings.options().authentication() != null;
    }

    private void authenticateAgain() {
        if (world.chaos && !dead) {
            if (!world.isAsleep() && world.fault(world.scenario.authenticatesAgain)) {
                session.reauthenticate(BrokerAuthentication.data(1), now());
                settle();
            }
            world.loop.after(1000, this::authenticateAgain);
        }
    }

    /** What a callback of the session does. */
    void within(Runnable callback) {
        nested++;
        callback.run();
        nested--;
    }

    /** After each call into the session: what it left due is done. */
    void settle() {
        world.check(!mustClose, "a refused connection was not closed", "");
        // From within a callback, others may be about to be told of their outcome.
        world.check(nested > 0 || session.queued() + session.inflight() == world.ledger.unsettled(),
                "messages that the session has, against those that have no outcome, " + world.ledger.unsettled(),
                session.queued() + session.inflight());
        application.checkBounds();
        world.check(session.unacknowledged() <= application.processing(),
                "messages that the session waits for, against those that the application has, " + application.processing(),
                session.unacknowledged());
        monitor.checkAnswers();
        if (nested == 0) {
            if (reconnects.awaitsSession()) {
                within(reconnects::sessionAdvanced);
            }
            reconnects.check(acceptedAt >= 0);
        }
        if (nextDeadline() != tickDueAt) {
            reschedule();
        }
    }

    private long nextDeadline() {
        return Math.min(session.nextDeadline(), reconnects.nextDeadline());
    }

    private void reschedule() {
        if (tick != null) {
            tick.cancel();
            tick = null;
        }
        tickDueAt = nextDeadline();
        if (tickDueAt != Long.MAX_VALUE) {
            long due = tickDueAt - clockOffset;
            tick = world.loop.at(Math.max(due, world.loop.now()) + world.delay(world.scenario.tickLatenessMillis),
                    this::tickWhenAwake);
        }
    }

    /** The timer has no place in what was missed: it fires when it is asked for the time again. */
    private void tickWhenAwake() {
        tick = null;
        whenAwake(this::tick);
    }

    private void tick() {
        long now = now();
        if (session.nextDeadline() <= now) {
            session.tick(now);
        }
        reconnects.tick();
        world.check(nextDeadline() > now || reconnects.isEnding(), "the deadline is not in the future after a tick",
                nextDeadline() - now);
        tickDueAt = Long.MIN_VALUE;
        settle();
    }

    // From the network

    /** Our end of one connection. What an old one still reports is nobody's business. */
    private final class End implements Link.End {

        private void later(Runnable action) {
            whenAwake(() -> {
                if (end == this) {
                    action.run();
                }
            });
        }

        @Override
        public void received(Packet packet) {
            later(() -> {
                if (world.fault(world.scenario.answersUnasked)) {
                    receiveUnasked();
                }
                monitor.received(packet);
                session.reception().received(packet, now());
                settle();
            });
        }

        @Override
        public void partReceived() {
            later(() -> {
                monitor.moved();
                session.bytesReceived(true, now());
                reschedule();
            });
        }

        @Override
        public void written(Link on, long packets, boolean all) {
            later(() -> {
                if (!closing) {
                    monitor.moved();
                    session.written(packets, all, now());
                    reschedule();
                }
            });
        }

        @Override
        public void garbage() {
            later(() -> {
                session.malformed(0x81, "not MQTT", now());
                settle();
                world.check(closing, "a connection that carries garbage was not closed", "");
            });
        }

        @Override
        public void closed(boolean byPeer) {
            later(() -> connectionClosed(byPeer));
        }
    }

    private void receiveUnasked() {
        Ack ack = monitor.unasked();
        if (ack != null) {
            world.trace.add("client", "gets an answer without a question:", ack);
            session.reception().received(ack, now());
            settle();
        }
    }

    private void connectionClosed(boolean byPeer) {
        world.trace.add("client", byPeer ? "closed by the peer" : "closed");
        // Before CONNACK it makes a difference to the version; afterwards a cut must not look as if the broker disliked something
        boolean isToBlame = byPeer && !closing && (acceptedAt < 0 || !link.isCut());
        link = null;
        monitor.closed();
        session.connectionClosed(isToBlame, now());
        ended(isToBlame);
        settle();
    }

    // From the session

    @Override
    public boolean send(Packet packet) {
        world.check(link != null, "a packet was sent without a connection", packet);
        monitor.sent(packet, now(), store.durableAt());
        Link on = link;
        boolean durable = store.isDurable();
        store.whenDurable(() -> {
            if (!durable && on == link && !closing) {
                session.released(packet, now());
                reschedule();
            }
            monitor.left(packet);
            on.toBroker(packet);
        });
        if (packet instanceof Publish && world.fault(world.scenario.blocksSocket)) {
            application.socketIsFull();
        }
        return durable;
    }

    @Override
    public void fault(String reason) {
        world.trace.add("client", "fault:", reason);
        world.check(link != null, "a fault without a connection", reason);
    }

    @Override
    public void close(String reason) {
        world.trace.add("client", "closes:", reason);
        world.check(link != null, "a close without a connection", reason);
        world.check(!reason.contains(ReasonCode.describe(ReasonCode.PROTOCOL_ERROR))
                && !reason.contains(ReasonCode.describe(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED)),
                "the session blames a broker that has done nothing wrong", reason);
        // a stream of messages hides no missing answer, not even on a network for which it is too much
        boolean lostPatience = reason.contains("keep-alive-seconds") || reason.contains("ack-timeout-seconds")
                && !link.hasLagged(world.scenario.settings.timing().ackTimeoutMillis() / 2);
        world.check(!lostPatience || !isPatienceDue(), "a connection over which bytes move was given up", reason);
        mustClose = false;
        if (!closing) {
            closing = true;
            monitor.closing();
            store.whenDurable(link::closeByClient);
        }
    }

    /** Time that has passed for the client alone is no fault of the broker. */
    private boolean isPatienceDue() {
        return link.isAlive() && world.scenario.clockJumps == 0 && world.scenario.fallsAsleep == 0;
    }

    @Override
    public void deliver(InboundMessage message) {
        application.deliver(message);
    }

    @Override
    public void connected(NegotiatedSettings negotiated) {
        world.trace.add("client", "connected", negotiated);
        monitor.connected(negotiated);
        acceptedAt = now();
        reconnects.accepted();
        if (monitor.hasForgotten() && broker.session() != null) {
            world.ledger.announced(broker.session().generation);
        }
    }

    @Override
    public void refused(ConnectRefusal refusal) {
        world.trace.add("client", "refused", refusal);
        this.refusal = refusal;
        mustClose = link != null && !closing;
    }

    @Override
    public void disconnectedByBroker(int reasonCode, String reason, Properties properties) {
        world.trace.add("client", "disconnected by the broker", reasonCode);
        mustClose = link != null && !closing;
    }

    @Override
    public void challenged(byte[] data) {
        // a mechanism may take its time, and another connection may be there by then
        Link asked = link;
        world.loop.after(world.delay(world.scenario.latencyMillis), () -> whenAwake(() -> {
            if (asked == link) {
                session.authenticate(BrokerAuthentication.data(data[0] + 1), now());
                settle();
            }
        }));
    }

    @Override
    public String authenticated(byte[] data) {
        world.check(isAuthenticated(), "an authentication that nobody wants", "");
        return null;
    }

    @Override
    public void notice(String message) {
        world.trace.add("client", "notice:", message);
    }
}
