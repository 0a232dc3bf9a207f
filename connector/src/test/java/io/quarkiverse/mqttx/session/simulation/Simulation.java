package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.mqttx.session.MqttSession;

/**
 * One run: a session, a network, a broker and an application, all driven by one seed. First everything may go wrong; then all
 * behave, and the run must come to rest with nothing lost.
 */
final class Simulation {

    /** Each message at which the broker chokes costs about ten seconds, and there may be more than a hundred. */
    private static final long REST_WITHIN_MILLIS = 1_800_000;

    private final World world;
    private final ModelBroker broker;
    private final WireMonitor monitor;
    private ClientProcess process;

    private Simulation(World world) {
        this.world = world;
        broker = new ModelBroker(world);
        monitor = new WireMonitor(world);
        process = new ClientProcess(world, broker, monitor);
        world.crash = this::crashNow;
        world.stopped = this::startAgain;
    }

    /**
     * Runs a seed, and once more with a trace when it fails.
     *
     * @return the number of events
     */
    static long run(long seed, int traceLines) {
        try {
            Simulation simulation = new Simulation(new World(seed, 0, Scenario::new));
            simulation.run();
            return simulation.world.loop.steps();
        } catch (RuntimeException | Error failure) {
            throw explain(seed, traceLines);
        }
    }

    /** Runs one seed with its whole trace. */
    static String replay(long seed) {
        run(seed, Integer.MAX_VALUE);
        Simulation simulation = new Simulation(new World(seed, Integer.MAX_VALUE, Scenario::new));
        simulation.run();
        return "Scenario: " + simulation.world.scenario + "\n" + simulation.world.trace;
    }

    /** Runs a whole day, and looks at the tables of the session every ten minutes. */
    static Day day(long seed) {
        World world = new World(seed, 0, Scenario::day);
        Simulation simulation = new Simulation(world);
        List<Integer> tables = new ArrayList<>();
        simulation.look(tables);
        simulation.run();
        return new Day(world.connections, world.ledger.nextNumber(), tables);
    }

    private void look(List<Integer> tables) {
        if (world.chaos) {
            world.loop.after(600_000, () -> {
                tables.add(SessionTables.count(process.session));
                look(tables);
            });
        }
    }

    /**
     * @param published messages
     * @param tables entries of all tables of the session, in the order of the hours
     */
    record Day(int connections, int published, List<Integer> tables) {
    }

    private static SimulationFailure explain(long seed, int traceLines) {
        Simulation simulation = new Simulation(new World(seed, traceLines, Scenario::new));
        try {
            simulation.run();
        } catch (RuntimeException | Error failure) {
            return new SimulationFailure("Seed " + seed + " fails: " + failure + "\n" + "Replay it with: "
                    + "mvn -pl connector test -Dtest=SessionSimulationTest -Dsimulation.seed=" + seed + "\nScenario: "
                    + simulation.world.scenario + "\nLast events (milliseconds, who, what):\n" + simulation.world.trace,
                    failure);
        }
        return new SimulationFailure(
                "Seed " + seed + " failed once and then did not: the session depends on more than its input");
    }

    private void run() {
        process.start();
        receive();
        restart();
        crash();
        cut();
        world.loop.runUntil(world.scenario.durationMillis);
        world.chaos = false;
        world.trace.add("world", "everything behaves from here on");
        process.client.wake();
        if (process.isRunning()) {
            process.client.reconnects().connectAnyway();
        }
        process.application.setWritable(true);
        if (world.scenario.leavesUnacked > 0) {
            // After the last message that is left unacked, the broker must get the chance to send it again.
            world.loop.after(world.scenario.ackWithinMillis + 1000L, () -> process.client.cut());
            world.loop.runUntil(world.loop.now() + world.scenario.ackWithinMillis + 1000L);
        }
        comeToRest();
        verify();
        abandon();
    }

    private void receive() {
        if (world.chaos) {
            int count = world.dice.chance(0.2) ? world.dice.between(2, 10) : 1;
            for (int i = 0; i < count; i++) {
                int size = world.payloadSize();
                broker.publishFromOutside("in/" + world.dice.below(4), world.dice.between(0, 2), size);
            }
            world.loop.after(world.delay(2 * world.scenario.receiveEveryMillis), this::receive);
        }
    }

    private void restart() {
        if (world.chaos) {
            if (world.fault(world.scenario.restarts)) {
                broker.restart();
            }
            world.loop.after(100, this::restart);
        }
    }

    private void crash() {
        if (world.chaos) {
            if (world.fault(world.scenario.crashes)) {
                if (world.dice.chance(0.3) && process.isRunning()) {
                    process.client.whenAwake(process::stop);
                } else {
                    crashNow();
                }
            }
            world.loop.after(world.dice.between(1, 200), this::crash);
        }
    }

    private void crashNow() {
        if (world.chaos && process.isRunning()) {
            startAgain();
        }
    }

    private void startAgain() {
        process = process.crash();
        world.loop.after(world.delay(1000), process::start);
    }

    private void cut() {
        if (world.chaos && world.scenario.cutEveryMillis > 0) {
            process.client.cut();
            world.loop.after(world.dice.between(1, 2 * world.scenario.cutEveryMillis), this::cut);
        }
    }

    private void comeToRest() {
        long end = world.loop.now() + REST_WITHIN_MILLIS;
        while (!isAtRest()) {
            world.check(world.loop.now() < end, "the run does not come to rest", state());
            world.loop.runUntil(world.loop.now() + 500);
        }
    }

    private boolean isAtRest() {
        return monitor.isAccepted() && broker.current() != null && broker.session().isIdle() && released()
                && world.ledger.unsettled() == 0
                && !process.client.reconnects().isEndAwaited() && process.application.isIdle()
                && process.application.agreesWith(broker.session());
    }

    /**
     * Each QoS 2 message that the broker holds gets its PUBREL. Except one that the client does not know of, or has given up in
     * flight because the broker has come back with limits that forbid to send it again: that waits until its packet identifier
     * is used again.
     */
    private boolean released() {
        return broker.session().awaited(world.ledger) == 0;
    }

    private String state() {
        MqttSession session = process.session;
        ModelApplication application = process.application;
        return "connected " + monitor.isAccepted() + ", queued " + session.queued() + ", inflight " + session.inflight()
                + ", unacknowledged " + session.unacknowledged() + ", unsettled " + world.ledger.unsettled() + ", broker idle "
                + (broker.session() != null && broker.session().isIdle()) + ", application idle " + application.isIdle()
                + ", subscriptions wanted " + application.subscriptions() + "and granted "
                + (broker.session() == null ? "none" : broker.session().subscriptions);
    }

    private void verify() {
        MqttSession session = process.session;
        world.check(session.queued() == 0, "queued() at rest", session.queued());
        world.check(session.inflight() == 0, "inflight() at rest", session.inflight());
        world.check(session.unacknowledged() == 0, "unacknowledged() at rest", session.unacknowledged());
        world.ledger.verify();
        process.application.verify();
        int entries = SessionTables.count(session);
        boolean stale = !world.ledger.isAnnounced(broker.session().generation);
        world.check(stale || entries <= 40, "the session's tables at rest", entries);
        world.loop.runUntil(world.loop.now() + world.scenario.commitMillis);
        process.verifyStore();
    }

    /** In the end nothing that was accepted is left without an answer. */
    private void abandon() {
        MqttSession session = process.session;
        for (int qos = 0; qos <= 2; qos++) {
            process.application.publish(qos);
        }
        world.ledger.expectFailures();
        IllegalStateException end = new IllegalStateException("the end");
        session.abandon(end, end, sequence -> true);
        world.check(world.ledger.unsettled() == 0, "publishes that abandon() did not settle", world.ledger.unsettled());
        world.check(session.queued() == 0 && session.inflight() == 0, "messages are left after abandon()", state());
    }
}
