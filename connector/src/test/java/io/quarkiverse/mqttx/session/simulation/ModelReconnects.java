package io.quarkiverse.mqttx.session.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.client.reconnect.Decision;
import io.quarkiverse.mqttx.client.reconnect.EndedAttempt;
import io.quarkiverse.mqttx.client.reconnect.ReconnectEffects;
import io.quarkiverse.mqttx.client.reconnect.ReconnectMachine;
import io.quarkiverse.mqttx.client.reconnect.ReconnectRules;
import io.quarkiverse.mqttx.client.reconnect.ReconnectState;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.packet.Properties;

/** Drives the reconnect machine of the product, with what an application may ask of it, and checks what it does. */
final class ModelReconnects implements ReconnectEffects {

    private static final ServerAddress SERVER = new ServerAddress("broker", 1883, false);
    static final ConnectAttempt PREPARED = new ConnectAttempt(SERVER, null, null, List.of(), null);
    private static final Set<ReconnectState> WITHOUT_CONNECTION = EnumSet.of(ReconnectState.NEW, ReconnectState.OPENING,
            ReconnectState.ASKING, ReconnectState.WAITING, ReconnectState.IDLE, ReconnectState.REMOVING,
            ReconnectState.FAILED, ReconnectState.CLOSED);

    private final World world;
    private final Supervisor client;
    private final WireMonitor monitor;
    private final ReconnectMachine machine;
    private MqttSession session;
    /** The attempt that is to be opened; {@code null} for none. */
    private Object attempt;
    private boolean awaitsClose;
    /** Whether the application wants a connection. */
    private boolean wanted = true;
    /** Whether the application waits for an end that it has asked for. */
    private boolean endAwaited;
    private long noAttemptBefore;
    private int retriesAtOnce;

    ModelReconnects(World world, Supervisor client, WireMonitor monitor) {
        this.world = world;
        this.client = client;
        this.monitor = monitor;
        machine = new ReconnectMachine(new ReconnectRules(reconnectSettings(), List.of(SERVER), (server, attempt) -> true,
                world.dice::share, ReconnectAction.SLOW_MILLIS), this);
    }

    private ReconnectSettings reconnectSettings() {
        long delay = world.scenario.reconnectMillis;
        return world.scenario.reconnectsByPolicy ? new ReconnectSettings(true, -1, 1000, 60_000, false, Map.of())
                : new ReconnectSettings(true, -1, delay, delay, false, Map.of());
    }

    private long now() {
        return client.now();
    }

    void start(MqttSession begun) {
        session = begun;
        wanted = true;
        machine.start(now());
    }

    long nextDeadline() {
        return machine.nextDeadline();
    }

    boolean isEnding() {
        return machine.state().isEnding();
    }

    void tick() {
        machine.tick(now());
    }

    void opened() {
        machine.opened(now());
    }

    void accepted() {
        machine.accepted(now());
    }

    /** @param heldMillis since CONNACK; below 0 without one */
    void ended(long heldMillis, boolean retryAtOnce, boolean byPeer) {
        DisconnectCause cause = new DisconnectCause("", 0, heldMillis >= 0, retryAtOnce, byPeer, Properties.EMPTY, null);
        machine.ended(new EndedAttempt(SERVER, PREPARED, cause, Math.max(0, heldMillis), session.isPoisoned()), now());
        if (awaitsClose) {
            awaitsClose = false;
            machine.gone(now());
        }
    }

    boolean awaitsSession() {
        return machine.state().awaitsSession();
    }

    void sessionAdvanced() {
        machine.sessionAdvanced(now());
    }

    /** @param accepted whether CONNACK has accepted the connection that there is */
    void check(boolean accepted) {
        ReconnectState state = machine.state();
        world.check(WITHOUT_CONNECTION.contains(state) != client.hasConnection(),
                "the machine has another connection than there is", state);
        world.check(state.isUp() == (accepted && client.hasConnection() && !state.isEnding()), "accepted, and not known",
                state);
        world.check(wanted || !state.isUp() || state.isEnding(), "a connection that nobody wants", state);
    }

    // ---- what the application asks for

    /** The application wants another connection, or none for a while; it may change its mind on the way. */
    void control() {
        command();
        if (world.dice.chance(0.3)) {
            world.loop.after(world.delay(2 * world.scenario.latencyMillis), () -> client.whenAwake(this::command));
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
                world.loop.after(world.delay(world.dice.oneOf(100, 10_000)), () -> client.whenAwake(this::connectAnyway));
            }
        }
        client.settle();
    }

    /** From now on there is to be a connection. */
    void connectAnyway() {
        world.trace.add("app", "connects");
        wanted |= !machine.state().isStopping();
        machine.connect(now());
        client.settle();
    }

    /** The application ends. */
    void stop() {
        if (!machine.state().isStopping()) {
            world.trace.add("app", "stops");
            wanted = false;
            noAttemptBefore = 0;
            machine.stop(world.dice.oneOf(0, 100, 5000), now());
            client.settle();
        }
    }

    boolean isEndAwaited() {
        return endAwaited;
    }

    // ---- what the machine does

    @Override
    public void attempt() {
        world.check(!client.hasConnection() && attempt == null, "two attempts at a time", machine.state());
        world.check(wanted, "an attempt that nobody wants", machine.state());
        world.check(now() >= noAttemptBefore, "an attempt before its time, at", noAttemptBefore);
        Object begun = new Object();
        attempt = begun;
        world.loop.after(world.delay(world.scenario.latencyMillis), () -> client.whenAwake(() -> {
            if (attempt == begun) {
                attempt = null;
                awaitsClose = false;
                client.open();
            }
        }));
    }

    @Override
    public void cancelAttempt() {
        world.check(attempt != null, "no attempt to give up", machine.state());
        attempt = null;
    }

    @Override
    public void ended(EndedAttempt ended, Decision decision) {
        retriesAtOnce = ended.cause().retryAtOnce() ? retriesAtOnce + 1 : 0;
        world.check(retriesAtOnce <= 3, "retries at once without end", retriesAtOnce);
    }

    @Override
    public void ask(EndedAttempt ended, Decision decision) {
        if (world.chaos && world.dice.chance(0.5)) {
            world.loop.after(world.delay(world.scenario.latencyMillis), () -> client.whenAwake(() -> {
                machine.answered(decision, true, false, now());
                client.settle();
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
        client.forgetConnection();
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
        world.check(machine.state() == ReconnectState.CLOSED && !client.hasConnection() && attempt == null,
                "closed, and not yet",
                machine.state());
        endAwaited = false;
        world.loop.after(0, () -> client.whenAwake(world.stopped));
    }
}
