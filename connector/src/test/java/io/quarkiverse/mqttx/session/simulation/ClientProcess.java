package io.quarkiverse.mqttx.session.simulation;

import java.util.Set;

import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.SessionState;

/** One life of the client: its session, its application, and what it keeps. A crash ends it, and the next one goes on. */
final class ClientProcess {

    final ModelApplication application;
    final Supervisor client;
    final MqttSession session;
    private final World world;
    private final ModelBroker broker;
    private final WireMonitor monitor;
    private final ModelStore store;
    private final int number;
    private boolean running;

    ClientProcess(World world, ModelBroker broker, WireMonitor monitor) {
        this(world, broker, monitor, new ModelStore(world), 0);
    }

    private ClientProcess(World world, ModelBroker broker, WireMonitor monitor, ModelStore store, int number) {
        this.world = world;
        this.broker = broker;
        this.monitor = monitor;
        this.store = store;
        this.number = number;
        application = new ModelApplication(world, monitor);
        client = new Supervisor(world, broker, monitor, application, store);
        session = new MqttSession(settings(), client, client, store.isKept() ? store : SessionJournal.NONE);
        if (world.scenario.wrapsPacketIds) {
            SessionTables.beginAt(session, 65_536 - world.dice.between(1, 20));
        }
    }

    /**
     * Each process has identifiers of its own for its subscriptions, because the broker may still use those of the last one.
     */
    private SessionSettings settings() {
        SessionSettings settings = world.scenario.settings;
        return settings.with(settings.clientId(), settings.limits().maxInflight(),
                settings.flow().identifiersFrom(Scenario.FIRST_IDENTIFIER * (number + 1)));
    }

    void start() {
        running = true;
        if (number > 0) {
            world.trace.add("client", "starts again with", store.state());
            client.resetClock();
            session.restore(store.state(), left -> application.completion(store.entry(left), left.sender()), Set.of());
            application.adoptsLater();
        }
        client.start(session);
    }

    boolean isRunning() {
        return running;
    }

    /** Ends in order; {@link World#stopped} follows. */
    void stop() {
        client.reconnects().stop();
    }

    /** Ends at once, whatever it was about to do; the process that may be started next. */
    ClientProcess crash() {
        world.trace.add("client", "crashes");
        client.die();
        ModelStore left = store.crash();
        SessionState state = left.state();
        world.ledger.crashed(left, state);
        monitor.crashed(left, state);
        return new ClientProcess(world, broker, monitor, left, number + 1);
    }

    /** At rest nothing is kept but subscriptions. */
    void verifyStore() {
        world.check(store.state().outgoing().isEmpty(), "messages are kept although all have their outcome",
                store.state().outgoing());
    }
}
