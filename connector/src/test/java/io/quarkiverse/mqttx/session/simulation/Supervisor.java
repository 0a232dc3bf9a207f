package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.client.reconnect.Decision;
import io.quarkiverse.mqttx.client.reconnect.EndedAttempt;
import io.quarkiverse.mqttx.client.reconnect.ReconnectEffects;
import io.quarkiverse.mqttx.client.reconnect.ReconnectMachine;
import io.quarkiverse.mqttx.client.reconnect.ReconnectRules;
import io.quarkiverse.mqttx.client.reconnect.ReconnectState;
import io.quarkiverse.mqttx.session.InboundListener;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.PacketSink;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.model.ConnectDetails;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Keeps the session connected by the reconnect machine of the product: opens connections, passes packets, calls at deadlines.
 */
final class Supervisor implements SessionOutput, InboundListener, PacketSink, ReconnectEffects {

    private static final ServerAddress SERVER = new ServerAddress("broker", 1883, false);
    private static final ConnectAttempt PREPARED = new ConnectAttempt(SERVER, null, null, List.of(), null);

    private static final Set<ReconnectState> WITHOUT_CONNECTION = EnumSet.of(ReconnectState.NEW, ReconnectState.OPENING,
            ReconnectState.ASKING, ReconnectState.WAITING, ReconnectState.IDLE, ReconnectState.REMOVING,
            ReconnectState.FAILED, ReconnectState.CLOSED);

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
    private final ReconnectMachine machine;
    /** The attempt that is to be opened; {@code null} for none. */
    private Object attempt;
    private boolean awaitsClose;
    /** Whether the application wants a connection. */
    private boolean wanted = true;
    /** Whether the application waits for an end that it has asked for. */
    private boolean endAwaited;
    private long noAttemptBefore;
    private int retriesAtOnce;
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
        machine = new ReconnectMachine(new ReconnectRules(reconnectSettings(), List.of(SERVER), (server, attempt) -> true,
                world.dice::share), this);
    }

    private ReconnectSettings reconnectSettings() {
        long delay = world.scenario.reconnectMillis;
        return world.scenario.reconnectsByPolicy ? new ReconnectSettings(true, -1, 1000, 60_000, false)
                : new ReconnectSettings(true, -1, delay, delay, false);
    }

    void start(MqttSession session) {
        this.session = session;
        application.start(session, this);
        wanted = true;
        machine.start(now());
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

    boolean isOpen() {
        return link != null && !closing;
    }

    /** The application wants another connection, or none for a while; it may change its mind on the way. */
    void control() {
        command();
        if (world.dice.chance(0.3)) {
            world.loop.after(world.delay(2 * world.scenario.latencyMillis), () -> whenAwake(this::command));
        }
    }

    private void command() {
        retriesAtOnce = 0; // whoever asks begins anew
        switch (world.dice.below(4)) {
            case 0 -> {
                world.trace.add("app", "renews");
                machine.renew(now());
            }
            case 1 -> {
                world.trace.add("app", "reconnects");
                wanted |= !machine.state().isStopping();
                noAttemptBefore = 0;
                machine.reconnect(now());
            }
            case 2 -> connectAnyway();
            default -> {
                world.trace.add("app", "disconnects");
                wanted = false;
                endAwaited = true;
                noAttemptBefore = 0;
                machine.disconnect(world.dice.oneOf(0, 100, 5000), now());
                world.loop.after(world.delay(world.dice.oneOf(100, 10_000)), () -> whenAwake(this::connectAnyway));
            }
        }
        settle();
    }

    /** From now on there is to be a connection. */
    void connectAnyway() {
        world.trace.add("app", "connects");
        wanted |= !machine.state().isStopping();
        machine.connect(now());
        settle();
    }

    /** The application ends. */
    void stop() {
        if (!machine.state().isStopping()) {
            world.trace.add("app", "stops");
            wanted = false;
            noAttemptBefore = 0;
            machine.stop(world.dice.oneOf(0, 100, 5000), now());
            settle();
        }
    }

    boolean isEndAwaited() {
        return endAwaited;
    }

    /** Breaks the connection, if there is one. */
    void cut() {
        if (link != null) {
            link.cut();
        }
    }

    // ---- what the machine does

    @Override
    public void attempt() {
        world.check(link == null && attempt == null, "two attempts at a time", machine.state());
        world.check(wanted, "an attempt that nobody wants", machine.state());
        world.check(now() >= noAttemptBefore, "an attempt before its time, at", noAttemptBefore);
        Object begun = new Object();
        attempt = begun;
        world.loop.after(world.delay(world.scenario.latencyMillis), () -> whenAwake(() -> {
            if (attempt == begun) {
                attempt = null;
                open();
            }
        }));
    }

    @Override
    public void cancelAttempt() {
        world.check(attempt != null, "no attempt to give up", machine.state());
        attempt = null;
    }

    private void open() {
        refusal = null;
        acceptedAt = -1;
        awaitsClose = false;
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
        machine.opened(now());
        session.connectionOpened(new ConnectDetails(null, null, List.of(), null,
                isAuthenticated() ? BrokerAuthentication.data(1) : null), this, now());
        settle();
    }

    private void ended(boolean byPeer) {
        boolean accepted = acceptedAt >= 0;
        DisconnectCause cause = new DisconnectCause("", 0, accepted, refusal != null && refusal.retryAtOnce(), byPeer,
                Properties.EMPTY, null);
        machine.ended(new EndedAttempt(SERVER, PREPARED, cause, accepted ? now() - acceptedAt : 0, session.isPoisoned()),
                now());
        if (awaitsClose) {
            awaitsClose = false;
            machine.gone(now());
        }
    }

    @Override
    public void ended(EndedAttempt ended, Decision decision) {
        retriesAtOnce = ended.cause().retryAtOnce() ? retriesAtOnce + 1 : 0;
        world.check(retriesAtOnce <= 3, "retries at once without end", retriesAtOnce);
    }

    @Override
    public void ask(EndedAttempt ended, Decision decision) {
        if (world.chaos && world.dice.chance(0.5)) {
            world.loop.after(world.delay(world.scenario.latencyMillis), () -> whenAwake(() -> {
                machine.answered(decision, true, false, now());
                settle();
            }));
        } else {
            machine.answered(decision, true, false, now());
        }
    }

    @Override
    public void waits(EndedAttempt ended, Decision decision, long delayMillis) {
        noAttemptBefore = now() + delayMillis;
    }

    @Override
    public void gaveUp(EndedAttempt ended, Decision decision, boolean forGood) {
        world.check(false, "the machine gives up", decision);
    }

    @Override
    public void rest(boolean resting) {
        session.rest(resting, now());
    }

    @Override
    public boolean isDrained(boolean withQueue) {
        if (session.inflight() > 0 || withQueue && session.queued() > 0) {
            return false;
        }
        if (withQueue && !monitor.isConcluding()) {
            monitor.concludes();
        }
        return !withQueue || !session.announceOffline(now());
    }

    @Override
    public void disconnect(boolean forGood, long closeMillis) {
        monitor.concludes();
        if (forGood) {
            session.leave(now());
        } else {
            session.disconnect(world.dice.oneOf(ReasonCode.SUCCESS, ReasonCode.DISCONNECT_WITH_WILL), now());
        }
    }

    @Override
    public void awaitClose() {
        awaitsClose = true;
    }

    /** The broker, or the store, has taken too long; what the old connection still does is nobody's business. */
    @Override
    public void forgetConnection() {
        if (link != null) {
            Link left = link;
            link = null;
            end = null;
            left.closeByClient();
            monitor.closed();
            session.connectionClosed(false, now());
        }
    }

    @Override
    public void disconnected() {
        world.check(!wanted, "a connection that is wanted ends", machine.state());
        endAwaited = false;
    }

    @Override
    public void endedAsAsked() {
        endAwaited = false;
    }

    @Override
    public void removeSession(long deadline) {
        machine.removed(now());
    }

    @Override
    public void closed() {
        world.check(machine.state() == ReconnectState.CLOSED && link == null && attempt == null, "closed, and not yet",
                machine.state());
        endAwaited = false;
        world.loop.after(0, () -> whenAwake(world.stopped));
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
            advance();
        }
        if (nextDeadline() != tickDueAt) {
            reschedule();
        }
    }

    private void advance() {
        if (machine.state().awaitsSession()) {
            nested++;
            machine.sessionAdvanced(now());
            nested--;
        }
        ReconnectState state = machine.state();
        boolean quiet = WITHOUT_CONNECTION.contains(state);
        world.check(quiet == (link == null), "the machine has another connection than there is", state);
        world.check(state.isUp() == (acceptedAt >= 0 && link != null && !state.isEnding()), "accepted, and not known", state);
        world.check(wanted || !state.isUp() || state.isEnding(), "a connection that nobody wants", state);
    }

    private long nextDeadline() {
        return Math.min(session.nextDeadline(), machine.nextDeadline());
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
        machine.tick(now);
        world.check(nextDeadline() > now || machine.state().isEnding(), "the deadline is not in the future after a tick",
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
        machine.accepted(now());
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
