package io.quarkiverse.mqttx.session.simulation;

import io.quarkiverse.mqttx.session.MqttSession;

/**
 * One run: a session, a network, a broker and an application, all driven by one seed. First everything may go wrong; then all
 * behave, and the run must come to rest with nothing lost.
 */
final class Simulation {

    private static final long REST_WITHIN_MILLIS = 600_000;

    private final World world;
    private final ModelBroker broker;
    private final WireMonitor monitor;
    private final ModelApplication application;
    private final Supervisor client;
    private final MqttSession session;

    private Simulation(long seed, int traceLines) {
        world = new World(seed, traceLines);
        broker = new ModelBroker(world);
        monitor = new WireMonitor(world);
        application = new ModelApplication(world, monitor);
        client = new Supervisor(world, broker, monitor, application);
        session = new MqttSession(world.scenario.settings, client, client);
    }

    /**
     * Runs a seed, and once more with a trace when it fails.
     *
     * @return the number of events
     */
    static long run(long seed, int traceLines) {
        try {
            Simulation simulation = new Simulation(seed, 0);
            simulation.run();
            return simulation.world.loop.steps();
        } catch (RuntimeException | Error failure) {
            throw explain(seed, traceLines);
        }
    }

    /** Runs one seed with its whole trace. */
    static String replay(long seed) {
        run(seed, Integer.MAX_VALUE);
        Simulation simulation = new Simulation(seed, Integer.MAX_VALUE);
        simulation.run();
        return "Scenario: " + simulation.world.scenario + "\n" + simulation.world.trace;
    }

    private static SimulationFailure explain(long seed, int traceLines) {
        Simulation simulation = new Simulation(seed, traceLines);
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
        client.start(session);
        receive();
        restart();
        world.loop.runUntil(world.scenario.durationMillis);
        world.chaos = false;
        world.trace.add("world", "everything behaves from here on");
        client.wake();
        application.setWritable(true);
        if (world.scenario.withholds > 0) {
            // After the last message that is withheld, the broker must get the chance to send it again.
            world.loop.after(world.scenario.ackWithinMillis + 1000L, client::cut);
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
                int size = world.dice.chance(0.1) ? world.dice.between(40, 120) : 4;
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
                && application.isIdle() && application.agreesWith(broker.session());
    }

    /**
     * Each QoS 2 message that the broker holds gets its PUBREL. Except a message that the client gives up in flight,
     * because the broker has come back with limits that forbid to send it again.
     */
    private boolean released() {
        return broker.session().received.isEmpty() || world.scenario.limitsMayChange();
    }

    private String state() {
        return "connected " + monitor.isAccepted() + ", queued " + session.queued() + ", inflight " + session.inflight()
                + ", unacknowledged " + session.unacknowledged() + ", unsettled " + world.ledger.unsettled() + ", broker idle "
                + (broker.session() != null && broker.session().isIdle()) + ", application idle " + application.isIdle()
                + ", subscriptions wanted " + application.subscriptions() + "and granted "
                + (broker.session() == null ? "none" : broker.session().subscriptions);
    }

    private void verify() {
        world.check(session.queued() == 0, "queued() at rest", session.queued());
        world.check(session.inflight() == 0, "inflight() at rest", session.inflight());
        world.check(session.unacknowledged() == 0, "unacknowledged() at rest", session.unacknowledged());
        world.ledger.verify();
        int entries = SessionTables.count(session);
        boolean stale = !world.ledger.isAnnounced(broker.session().generation);
        world.check(stale || entries <= 40, "the session's tables at rest", entries);
    }

    /** In the end nothing that was accepted is left without an answer. */
    private void abandon() {
        for (int qos = 0; qos <= 2; qos++) {
            application.publish(qos);
        }
        world.ledger.expectFailures();
        session.abandon(new IllegalStateException("the end"));
        world.check(world.ledger.unsettled() == 0, "publishes that abandon() did not settle", world.ledger.unsettled());
        world.check(session.queued() == 0 && session.inflight() == 0, "messages are left after abandon()", state());
    }
}
