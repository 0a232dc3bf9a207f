package io.quarkiverse.mqttx.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.ConnectionEvent;
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
import io.quarkiverse.mqttx.client.model.ReconnectAction;
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
import io.quarkiverse.mqttx.session.InboundFlow;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.OutboundFlow;
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

/**
 * A connection to a broker that keeps itself up: session, transport, reconnection. All methods may be called on any thread
 * unless they say otherwise; callbacks run on {@link #context()}.
 */
@AnyThread
public final class ReconnectingClient implements MessageRouter.Disposal {

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
    private final OutboundFlow outbound;
    private final InboundFlow inbound;
    private final WriteAhead writeAhead; // null where the session ends with the process
    private final PublisherQueue own; // of those who have none
    private final OutgoingText text;
    private volatile boolean stopRequested;

    /**
     * A client of its own event loop, not started yet. Its messages are handed out on that event loop, so it should not be
     * shared with what blocks.
     *
     * @param routes that are prepared; the client takes them over
     */
    public static ReconnectingClient create(Vertx vertx, ClientSettings settings, RoutePlan routes) {
        return new ReconnectingClient(vertx, settings, new ReconnectRules(settings.reconnect(), settings.servers(),
                new CredentialsScope(settings)::includes, () -> ThreadLocalRandom.current().nextDouble(),
                ReconnectAction.SLOW_MILLIS), routes);
    }

    ReconnectingClient(Vertx vertx, ClientSettings settings, ReconnectRules rules, RoutePlan routes) {
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
        listeners = new ConnectionListeners(name, gate, timers, connectTimeout);
        writeAhead = WriteAhead.open(vertx, settings, gate, clock);
        report = new ConnectionReport(name, settings, listeners);
        promises = new LifecyclePromises(name);
        ClientParts parts = new ClientParts(name, settings, dialer, gate, timers, clock, router, watch, listeners, report,
                promises, new Durability(writeAhead));
        lifecycle = new ConnectionLifecycle(parts, rules);
        session = lifecycle.session();
        outbound = session.outbound();
        inbound = session.inbound();
        machine = lifecycle.machine();
        commands = new ConnectionCommands(parts, machine);
        if (writeAhead != null) {
            writeAhead.serve(session, lifecycle, name, settings);
        }
    }

    /** The client id or the first channel. */
    public String name() {
        return name.name();
    }

    /** What it is called in logs, with the channels that use it by now: "MQTT connection 'id' (channels a, b)". */
    public String describe() {
        return name.toString();
    }

    /** The event loop on which all of this connection's state is touched. */
    public Context context() {
        return context;
    }

    /**
     * Opens the connection and keeps it; completes at the first CONNACK that accepts. Later calls return the same future. Fails
     * with an {@link MqttConnectionException} when the attempts are used up or the client is stopped before; after
     * {@link #stop} it fails at once with an {@link IllegalStateException}.
     */
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
            machine.start(clock.now());
        });
        return promises.started();
    }

    /**
     * The application may want a connection again after attempts are used up: from now on that is no end for good, and what is
     * to be sent waits. To be called before {@link #start}.
     */
    public void hold() {
        run(machine::hold);
    }

    /**
     * Opens the connection where there is none and none is on its way: at the beginning, after {@link #disconnect}, or
     * after attempts were used up. Completes at the next CONNACK that accepts; fails with an {@link
     * MqttConnectionException} when none will come.
     */
    public Future<Void> connect() {
        return promised(commands::connect);
    }

    /** As {@link #connect}, but ends a connection that is there first, with DISCONNECT, and waits for no delay. */
    public Future<Void> reconnect() {
        return promised(commands::reconnect);
    }

    /**
     * As {@link #reconnect}, but only where there is a connection, and with as little harm as can be: the broker confirms what
     * is under way first, within two seconds, and neither the session nor its expiry is touched, nor the will sent. What is
     * published meanwhile goes out in the next connection. Completes when that is there; at once where there is none now.
     */
    public Future<Void> renew() {
        return promised(commands::renew);
    }

    /**
     * Waits until what is to be published has been taken by the broker, sends DISCONNECT and closes, until {@link #connect}.
     * What is left after the time-out stays and is sent then. Completes in any case.
     */
    public Future<Void> disconnect(Duration timeout) {
        return promised(disconnected -> commands.disconnect(timeout.toMillis(), disconnected));
    }

    /** Closes the network connection without DISCONNECT. Whether another attempt follows is as after a lost connection. */
    public Future<Void> abort() {
        return promised(aborted -> {
            lifecycle.abort();
            aborted.complete();
        });
    }

    /**
     * Sends PINGREQ. Completes with the time to the PINGRESP; fails with an {@link MqttConnectionException} when there is no
     * connection, or it is lost before.
     */
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

    /** What the broker has answered to the last CONNECT it has answered; {@code null} before the first. Any thread. */
    public ConnectResult lastConnAck() {
        return report.lastConnAck();
    }

    /** Whether nothing will ever be sent or received any more. Any thread. */
    public boolean isOver() {
        return promises.over() != null;
    }

    /**
     * Takes no more messages from the broker, waits until what is to be published has been taken by it, sends DISCONNECT and
     * closes. When there is no connection or the time-out comes first, what is left fails with an
     * {@link MqttConnectionException}. Completes in any case, at the latest after the time-out, and no callback follows. Later
     * calls return the same future.
     */
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

    /**
     * Registers a recipient before the connection is started, so that nothing that arrives early is lost. Asks nothing of the
     * broker. Where the broker names the subscriptions for which it sends a message, those whose filters are subscribed to get
     * what came for their own; so subscribe to the filters of the route, not to others that include them.
     */
    public void route(List<TopicFilter> filters, Route route) {
        run(() -> {
            router.add(filters, route);
            if (promises.over() != null) {
                route.failed(promises.over());
            }
        });
    }

    /**
     * Takes the recipient away. What it has not acknowledged stays unacknowledged, and what still comes for it is left to the
     * broker, as with {@link #leaveUnacked}, until {@link #unsubscribe} says that nobody wants it any more.
     */
    public void unroute(Route route) {
        run(() -> router.remove(route));
    }

    /** Wants this subscription from now on, at every connection. */
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

    /**
     * One of those who have subscribed wants it no longer. The subscription ends with the last of them: completes when the
     * broker has confirmed, or at once without a connection. Fails with an
     * {@link io.quarkiverse.mqttx.api.UnsubscribeException} when the broker refuses. Completes at once for the others.
     */
    public Future<Void> unsubscribe(String filter, SubscriptionListener listener) {
        return unsubscribe(filter, () -> subscriptions.leave(filter, listener));
    }

    /**
     * Nobody here wants it, but a session that the broker has kept may have it: takes it back there, unless there is somebody
     * after all. Completes when the broker has confirmed, or at once without a connection.
     */
    public Future<Void> forget(String filter) {
        return unsubscribe(filter, () -> !subscriptions.isWanted(filter));
    }

    private Future<Void> unsubscribe(String filter, BooleanSupplier wantedByNobody) {
        return promised(done -> {
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
    }

    /** The same for one that has no share of its own. */
    public void publish(Publish message, PublishCompletion completion) {
        publish(message, completion, own);
    }

    /**
     * Sends a message, in the order of the calls from one thread; waits while there is no connection. On {@link #context()}
     * there is no hop. What is no topic name fails with a {@link io.quarkiverse.mqttx.api.PublishException}.
     *
     * @param share of whoever publishes it
     */
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

    /**
     * Whoever publishes under this name is there again after an earlier process, of which messages may be left in the session
     * store. They count as the publisher's own.
     *
     * @param settled is told on {@link #context()} when one of them gets its outcome, with what it counts in bytes
     * @return those that have none yet
     */
    public Backlog adopt(PublisherQueue share, LongConsumer settled) {
        return writeAhead == null ? Backlog.NONE : writeAhead.adopt(share, settled);
    }

    /** One recipient has processed the message. */
    public void acknowledge(InboundMessage message) {
        if (gate.isOnLoop() && router.isDelivering()) {
            inbound.acknowledge(message, clock.now());
        } else if (gate.enter()) {
            try {
                inbound.acknowledge(message, clock.now());
            } finally {
                gate.leave();
            }
        } else {
            gate.add(() -> inbound.acknowledge(message, clock.now()));
        }
    }

    /**
     * One recipient rejects the message, which counts as its answer; when all have answered, the broker is told of the first
     * rejection. In MQTT 3.x it is an acknowledgement like any other.
     */
    public void reject(InboundMessage message, Rejection rejection) {
        if (gate.isOnLoop() && router.isDelivering()) {
            inbound.reject(message, rejection, clock.now());
        } else {
            run(() -> inbound.reject(message, rejection, clock.now()));
        }
    }

    /** Whether the broker can be told that a message is rejected, as in MQTT 5. On {@link #context()}. */
    @OnEventLoop
    public boolean canReject() {
        return session.canReject();
    }

    /** The recipient gives the message up; the broker keeps it. */
    public void leaveUnacked(InboundMessage message) {
        run(() -> inbound.leaveUnacked(message, clock.now()));
    }

    /**
     * Authenticates again on the connection there is (MQTT-5.0 §4.12.1), so that a broker that lets a client in for some
     * time only keeps it. Completes when the broker has accepted. Fails with an {@link MqttConnectionException} when
     * there is no connection, or it ends before, which it does when the broker refuses; with an {@link
     * IllegalStateException} where there is no enhanced authentication.
     */
    public Future<Void> reauthenticate() {
        return promised(done -> lifecycle.reauthenticate().onComplete(done));
    }

    /** The state of the connection now. */
    public ConnectionStatus status() {
        return report.status();
    }

    /**
     * Calls back for packets of one type, sent and received. For each packet all callbacks run whose condition it meets, those
     * with a higher priority first, and those of the same priority in the order of their registration; callbacks without a
     * condition run only when the packet has met none.
     * <p>
     * They run on {@link #context()} before the packet goes out, or before it takes effect, and must not block. What they throw
     * is logged. May be called before the start; from other threads it takes effect with a later packet.
     *
     * @param condition {@code null} for none; must not block either
     */
    public Registration onPacket(PacketType type, Predicate<MqttPacket> condition, int priority,
            Consumer<MqttPacket> callback) {
        PacketCallbacks.Callback registered = new PacketCallbacks.Callback(name, condition, priority, callback);
        run(() -> watch.add(type, registered));
        return () -> run(() -> watch.remove(type, registered));
    }

    /**
     * Tells the listener about this connection from now on, and asks it about attempts; it is called on {@link #context()}.
     *
     * @param name for the log, as in "the connection listener X has failed"
     */
    public Registration onConnection(String name, ConnectionListener listener) {
        return listeners.add(name, listener);
    }

    /** The channels that use this connection, for {@link ConnectionEvent}. */
    public void usedBy(List<String> channels) {
        name.usedBy(channels);
    }

    /** How much of each packet is logged from now on. */
    public void trace(TraceLevel level) {
        run(() -> watch.trace(level));
    }

    /** How many messages came that no route wanted; those of QoS 1 and 2 were acknowledged. */
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
            completion.failed(
                    new PublishException("publisher '" + share.name() + "': " + problem, ReasonCode.TOPIC_NAME_INVALID));
            return;
        }
        outbound.publish(message, completion, share, clock.now());
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
