package io.quarkiverse.mqttx.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.MqttPacket;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.Registration;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.loop.SessionTimer;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.client.reconnect.ReconnectMachine;
import io.quarkiverse.mqttx.client.reconnect.ReconnectRules;
import io.quarkiverse.mqttx.client.routing.MessageRouter;
import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.client.routing.SubscriptionMerger;
import io.quarkiverse.mqttx.client.watch.ConnectionListeners;
import io.quarkiverse.mqttx.client.watch.ConnectionReport;
import io.quarkiverse.mqttx.client.watch.PacketCallbacks;
import io.quarkiverse.mqttx.client.watch.PacketWatch;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.PingCompletion;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.SubscriptionListener;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.transport.TransportConnector;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Brings the calls of the application to the event loop of the connection; {@link ConnectionLifecycle} keeps it up. */
@AnyThread
final class DefaultReconnectingClient implements ReconnectingClient, MessageRouter.Disposal {

    private final Context context;
    private final ConnectionName name;
    private final MonotonicClock clock = new MonotonicClock();
    private final EventLoopSerializer gate;
    private final SessionTimer timer;
    private final MessageRouter router;
    private final PacketWatch watch;
    private final ConnectionListeners listeners;
    private final SubscriptionMerger subscriptions = new SubscriptionMerger();
    private final ConnectionLifecycle lifecycle;
    private final ReconnectMachine machine;
    private final ConnectionCommands commands;
    private final ConnectionReport report;
    private final LifecyclePromises promises;
    private final MqttSession session;
    private final WriteAhead writeAhead; // null where the session ends with the process
    private final PublisherQueue own; // of those who have none
    private final OutgoingText text;
    private volatile boolean stopRequested;

    DefaultReconnectingClient(Vertx vertx, ClientSettings settings, ReconnectRules rules, RoutePlan routes) {
        context = Contexts.newEventLoopContext(vertx);
        name = new ConnectionName(settings.name());
        own = new PublisherQueue(settings.name());
        text = new OutgoingText(settings.session().flow());
        gate = new EventLoopSerializer(name, context, this::afterwards);
        Timers timers = new Timers(context);
        timer = new SessionTimer(timers, clock, () -> gate.runAhead(this::tick));
        router = new MessageRouter(name, this, routes);
        int connectTimeout = settings.transport().options().getConnectTimeout();
        Dialer dialer = new Dialer(new TransportConnector(vertx, settings.transport()), context, gate, timers, connectTimeout);
        watch = new PacketWatch(name, clock);
        listeners = new ConnectionListeners(name, gate, timers, gate::runOnLoop, connectTimeout);
        writeAhead = WriteAhead.open(vertx, settings, gate, clock);
        report = new ConnectionReport(name, settings, listeners);
        promises = new LifecyclePromises(name);
        ClientParts parts = new ClientParts(name, settings, dialer, gate, timers, clock, router, watch, listeners, report,
                promises, new PacketOutlet(writeAhead));
        lifecycle = new ConnectionLifecycle(parts, rules);
        session = lifecycle.session();
        machine = lifecycle.machine();
        commands = new ConnectionCommands(parts, machine);
        if (writeAhead != null) {
            writeAhead.serve(session, lifecycle, name, settings);
        }
    }

    @Override
    public String name() {
        return name.name();
    }

    @Override
    public String describe() {
        return name.toString();
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public Future<Void> start() {
        if (stopRequested) {
            return Future.failedFuture(new IllegalStateException(
                    "this MQTT connection was stopped and cannot be started again; create a new one"));
        }
        run(() -> {
            router.start();
            if (writeAhead != null) {
                writeAhead.started();
            }
            commands.start();
        });
        return promises.started();
    }

    @Override
    public void hold() {
        run(commands::hold);
    }

    @Override
    public Future<Void> connect() {
        return promised(commands::connect);
    }

    @Override
    public Future<Void> reconnect() {
        return promised(commands::reconnect);
    }

    @Override
    public Future<Void> renew() {
        return promised(commands::renew);
    }

    @Override
    public Future<Void> disconnect(Duration timeout) {
        return promised(disconnected -> commands.disconnect(timeout.toMillis(), disconnected));
    }

    @Override
    public Future<Void> abort() {
        return promised(aborted -> {
            lifecycle.abort();
            aborted.complete();
        });
    }

    @Override
    public Future<Duration> ping() {
        return promised(ping -> {
            long sent = System.nanoTime();
            session.ping(new PingCompletion() {
                @Override
                public void answered() {
                    ping.complete(Duration.ofNanos(System.nanoTime() - sent));
                }

                @Override
                public void lost() {
                    String reason = report.status().reason();
                    ping.fail(new MqttConnectionException("PINGREQ has no answer: "
                            + (reason == null ? "the connection is lost" : "no connection: " + reason), 0, null));
                }
            }, clock.now());
        });
    }

    private <T> Future<T> promised(Consumer<Promise<T>> task) {
        Promise<T> promise = Promise.promise();
        run(() -> task.accept(promise));
        return promise.future();
    }

    @Override
    public ConnectResult lastConnAck() {
        return report.lastConnAck();
    }

    @Override
    public boolean isOver() {
        return promises.over() != null;
    }

    @Override
    public Future<Void> stop(Duration timeout) {
        stopRequested = true;
        try {
            run(() -> commands.stop(timeout.toMillis()));
        } catch (RejectedExecutionException e) {
            // the event loop has ended before us, and all its connections with it
            return Future.succeededFuture();
        }
        return promises.stopped();
    }

    @Override
    public void route(List<TopicFilter> filters, Route route) {
        run(() -> {
            router.add(filters, route);
            if (promises.over() != null) {
                route.failed(promises.over());
            }
        });
    }

    @Override
    public void unroute(Route route) {
        run(() -> router.remove(route));
    }

    @Override
    public void subscribe(Subscription subscription, SubscriptionListener listener) {
        run(() -> {
            String problem = text.problem(subscription.filter());
            if (problem != null) {
                listener.refused(ReasonCode.TOPIC_FILTER_INVALID, problem);
            } else if (promises.over() == null) {
                SubscriptionMerger.Shared shared = subscriptions.join(subscription, listener);
                int identifier = session.subscribe(shared.subscription(), shared, clock.now());
                router.subscribed(subscription.filter(), identifier);
            }
        });
    }

    @Override
    public Future<Void> unsubscribe(String filter) {
        return unsubscribe(filter, () -> subscriptions.forget(filter));
    }

    @Override
    public Future<Void> unsubscribe(String filter, SubscriptionListener listener) {
        return unsubscribe(filter, () -> subscriptions.leave(filter, listener));
    }

    @Override
    public Future<Void> forget(String filter) {
        return unsubscribe(filter, () -> !subscriptions.isWanted(filter));
    }

    private Future<Void> unsubscribe(String filter, BooleanSupplier wantedByNobody) {
        Promise<Void> done = Promise.promise();
        run(() -> {
            String problem = text.problem(filter);
            if (problem != null) {
                done.fail(new IllegalArgumentException(problem));
            } else if (wantedByNobody.getAsBoolean() && promises.over() == null) {
                router.unsubscribed(filter);
                session.unsubscribe(filter, refusal -> {
                    if (refusal == null) {
                        done.tryComplete();
                    } else {
                        done.tryFail(refusal);
                    }
                }, clock.now());
            } else {
                done.complete();
            }
        });
        return done.future();
    }

    @Override
    public void publish(Publish message, PublishCompletion completion) {
        publish(message, completion, own);
    }

    @Override
    public void publish(Publish message, PublishCompletion completion, PublisherQueue share) {
        if (gate.enter()) {
            try {
                submit(message, completion, share);
            } finally {
                gate.leave();
            }
        } else {
            gate.add(() -> submit(message, completion, share));
        }
    }

    @Override
    public Backlog adopt(PublisherQueue share, LongConsumer settled) {
        return writeAhead == null ? Backlog.NONE : writeAhead.adopt(share, settled);
    }

    @Override
    public void acknowledge(InboundMessage message) {
        if (gate.isOnLoop() && router.isDelivering()) {
            session.acknowledge(message, clock.now());
        } else if (gate.enter()) {
            try {
                session.acknowledge(message, clock.now());
            } finally {
                gate.leave();
            }
        } else {
            gate.add(() -> session.acknowledge(message, clock.now()));
        }
    }

    @Override
    public void reject(InboundMessage message, Rejection rejection) {
        if (gate.isOnLoop() && router.isDelivering()) {
            session.reject(message, rejection, clock.now());
        } else {
            run(() -> session.reject(message, rejection, clock.now()));
        }
    }

    @OnEventLoop
    @Override
    public boolean canReject() {
        return session.canReject();
    }

    @Override
    public void leaveUnacked(InboundMessage message) {
        run(() -> session.leaveUnacked(message, clock.now()));
    }

    @Override
    public Future<Void> reauthenticate() {
        Promise<Void> done = Promise.promise();
        run(() -> lifecycle.reauthenticate().onComplete(done));
        return done.future();
    }

    @Override
    public ConnectionStatus status() {
        return report.status();
    }

    @Override
    public Registration onPacket(PacketType type, Predicate<MqttPacket> condition, int priority,
            Consumer<MqttPacket> callback) {
        PacketCallbacks.Callback registered = new PacketCallbacks.Callback(name, condition, priority, callback);
        run(() -> watch.add(type, registered));
        return () -> run(() -> watch.remove(type, registered));
    }

    @Override
    public Registration onConnection(String name, ConnectionListener listener) {
        return listeners.add(name, listener);
    }

    @Override
    public void usedBy(List<String> channels) {
        name.usedBy(channels);
    }

    @Override
    public void trace(TraceLevel level) {
        run(() -> watch.trace(level));
    }

    @Override
    public long unrouted() {
        return router.unrouted();
    }

    private void submit(Publish message, PublishCompletion completion, PublisherQueue share) {
        share.took();
        if (promises.over() != null) {
            completion.failed(promises.over());
            return;
        }
        String problem = text.problem(message);
        if (problem != null) {
            completion.failed(new PublishException("'" + share.name() + "': " + problem, ReasonCode.TOPIC_NAME_INVALID));
            return;
        }
        session.publish(message, completion, share, clock.now());
        if (writeAhead != null) {
            writeAhead.accepted(message, completion);
        }
    }

    /** Inside the gate, behind what other threads have asked for before. */
    private void run(Runnable task) {
        if (gate.enter()) {
            try {
                task.run();
            } finally {
                gate.leave();
            }
        } else {
            gate.add(task);
        }
    }

    private void tick() {
        long now = clock.now();
        if (session.nextDeadline() <= now) {
            session.tick(now);
        }
        machine.tick(now);
    }

    private void afterwards() {
        if (machine.state().awaitsSession()) {
            machine.sessionAdvanced(clock.now());
        }
        if (writeAhead != null) {
            writeAhead.turnEnded();
        }
        if (promises.over() == null) {
            timer.arm(Math.min(session.nextDeadline(), machine.nextDeadline()));
        } else {
            timer.cancel();
        }
    }
}
