package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.ReconnectDelays;
import io.quarkiverse.mqttx.session.InboundListener;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.model.ConnectDetails;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/** Keeps the session connected, as the client of the product does: opens connections, passes packets, calls at deadlines. */
final class Supervisor implements SessionOutput, InboundListener, Link.End {

    private final World world;
    private final ModelBroker broker;
    private final WireMonitor monitor;
    private final ModelApplication application;
    private final ModelStore store;
    private MqttSession session;
    private Link link;
    private boolean closing;
    private boolean mustClose;
    private boolean retryAtOnce;
    private int retriesAtOnce;
    private EventLoop.Event tick;
    private long tickDueAt = Long.MAX_VALUE;
    /** The client's clock runs ahead of the world's by this. */
    private long clockOffset;
    /** What would have happened while the machine was suspended, in its order. */
    private final Deque<Runnable> missed = new ArrayDeque<>();

    private boolean dead;
    private int nested;
    private final ReconnectDelays delays;
    /** When this connection was accepted; -1 when it was not. */
    private long acceptedAt = -1;

    Supervisor(World world, ModelBroker broker, WireMonitor monitor, ModelApplication application, ModelStore store) {
        this.world = world;
        this.broker = broker;
        this.monitor = monitor;
        this.application = application;
        this.store = store;
        delays = world.scenario.reconnectsByPolicy ? new ReconnectDelays(world.dice::share) : null;
    }

    void start(MqttSession session) {
        this.session = session;
        application.start(session, this);
        connect();
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
            while (!missed.isEmpty()) {
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

    boolean isOpen() {
        return link != null && !closing;
    }

    /** Ends the connection in an orderly way; {@link #closed} opens the next one. */
    void disconnect() {
        if (world.dice.oneOf(true, false)) {
            session.rest(true, now());
            settle();
        } else if (world.dice.oneOf(true, false)) {
            announceOffline();
            return;
        }
        disconnectNow();
    }

    /** Waits for the broker a while, as the client of the product does, before it disconnects. */
    private void announceOffline() {
        monitor.concludes();
        session.announceOffline(now());
        settle();
        Link left = link;
        world.loop.after(world.delay(world.scenario.latencyMillis), () -> whenAwake(() -> {
            if (left == link && isOpen()) {
                disconnectNow();
            }
        }));
    }

    private void disconnectNow() {
        monitor.concludes();
        session.disconnect(world.dice.oneOf(ReasonCode.SUCCESS, ReasonCode.DISCONNECT_WITH_WILL), now());
        settle();
    }

    /** Breaks the connection, if there is one. */
    void cut() {
        if (link != null) {
            link.cut();
        }
    }

    private void connect() {
        world.loop.after(world.delay(world.scenario.latencyMillis), () -> whenAwake(this::open));
    }

    private void open() {
        link = broker.open(this);
        if (link == null) {
            reconnect();
            return;
        }
        closing = false;
        world.connections++;
        world.trace.add("client", "opens a connection");
        monitor.opened();
        application.connectionOpened();
        session.connectionOpened(new ConnectDetails(null, null, List.of(), null,
                isAuthenticated() ? BrokerAuthentication.data(1) : null), now());
        settle();
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

    private void reconnect() {
        retriesAtOnce = retryAtOnce ? retriesAtOnce + 1 : 0;
        world.check(retriesAtOnce <= 3, "retries at once without end", retriesAtOnce);
        world.loop.after(retryAtOnce ? 0 : delay(), this::connect);
        retryAtOnce = false;
        acceptedAt = -1;
    }

    private long delay() {
        if (delays == null) {
            return 1 + world.delay(world.scenario.reconnectMillis);
        }
        if (acceptedAt >= 0) {
            delays.lost(now() - acceptedAt);
        } else {
            delays.failed();
        }
        return delays.next();
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
        if (session.nextDeadline() != tickDueAt) {
            reschedule();
        }
    }

    private void reschedule() {
        if (tick != null) {
            tick.cancel();
            tick = null;
        }
        tickDueAt = session.nextDeadline();
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
        session.tick(now);
        world.check(session.nextDeadline() > now, "the deadline is not in the future after a tick",
                session.nextDeadline() - now);
        tickDueAt = Long.MIN_VALUE;
        settle();
    }

    // From the network

    @Override
    public void received(Packet packet) {
        whenAwake(() -> {
            if (world.fault(world.scenario.answersUnasked)) {
                receiveUnasked();
            }
            monitor.received(packet);
            session.received(packet, now());
            settle();
        });
    }

    private void receiveUnasked() {
        Ack ack = monitor.unasked();
        if (ack != null) {
            world.trace.add("client", "gets an answer without a question:", ack);
            session.received(ack, now());
            settle();
        }
    }

    @Override
    public void partReceived() {
        whenAwake(() -> {
            monitor.moved();
            session.bytesReceived(true, now());
            reschedule();
        });
    }

    @Override
    public void written(Link on, long packets, boolean all) {
        whenAwake(() -> {
            if (on == link && !closing) {
                monitor.moved();
                session.written(packets, all, now());
                reschedule();
            }
        });
    }

    @Override
    public void garbage() {
        whenAwake(() -> {
            session.malformed(0x81, "not MQTT", now());
            settle();
            world.check(closing, "a connection that carries garbage was not closed", "");
        });
    }

    @Override
    public void closed(boolean byPeer) {
        whenAwake(() -> connectionClosed(byPeer));
    }

    private void connectionClosed(boolean byPeer) {
        world.trace.add("client", byPeer ? "closed by the peer" : "closed");
        // Before CONNACK it makes a difference to the version; afterwards a cut must not look as if the broker disliked something
        boolean isToBlame = byPeer && !closing && (acceptedAt < 0 || !link.isCut());
        link = null;
        monitor.closed();
        session.connectionClosed(isToBlame, now());
        settle();
        reconnect();
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
                && !link.hasLagged(world.scenario.settings.ackTimeoutMillis() / 2);
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
        if (delays != null) {
            delays.accepted();
        }
        if (monitor.hasForgotten() && broker.session() != null) {
            world.ledger.announced(broker.session().generation);
        }
    }

    @Override
    public void refused(ConnectRefusal refusal) {
        world.trace.add("client", "refused", refusal);
        retryAtOnce = refusal.retryAtOnce();
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
