package io.quarkiverse.mqttx.client.watch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.Registration;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * The listeners of a connection, and the questions put to them, each within a time bound. Without listeners nothing is
 * asked, and the answer comes at once. Used inside the gate, but for {@link #add}.
 */
public final class ConnectionListeners {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx.connection");

    private record Named(String name, ConnectionListener listener) {
    }

    private final ConnectionName connection;
    private final EventLoopSerializer gate;
    private final Timers timers;
    private final long boundMillis;
    private final List<Named> listeners = new CopyOnWriteArrayList<>();

    public ConnectionListeners(ConnectionName connection, EventLoopSerializer gate, Timers timers, long boundMillis) {
        this.connection = connection;
        this.gate = gate;
        this.timers = timers;
        this.boundMillis = boundMillis;
    }

    /**
     * Any thread.
     *
     * @param name for the log
     */
    public Registration add(String name, ConnectionListener listener) {
        Named added = new Named(name, listener);
        listeners.add(added);
        // by identity, since one listener may be registered twice
        return () -> listeners.removeIf(other -> other == added);
    }

    void tell(ConnectionEvent event) {
        for (Named each : listeners) {
            try {
                each.listener.onEvent(event);
            } catch (Exception | AssertionError | LinkageError e) {
                LOG.errorf(SafeText.of(e), "%s: the %s has failed at %s", connection, each.name,
                        event.getClass().getSimpleName());
            }
        }
    }

    /**
     * Lets the listeners prepare an attempt.
     *
     * @param failed told why there is none
     */
    public void prepare(ConnectionEvent.Connecting event, ConnectAttempt attempt, Consumer<ConnectAttempt> prepared,
            Consumer<String> failed) {
        if (listeners.isEmpty()) {
            prepared.accept(attempt);
            return;
        }
        Question<ConnectAttempt> question = new Question<>(prepared, failed);
        Uni<ConnectAttempt> answer = Uni.createFrom().item(attempt);
        for (Named each : listeners) {
            answer = answer.flatMap(sofar -> question.ask(each, sofar, () -> each.listener.beforeConnect(event, sofar)));
        }
        question.put(answer);
    }

    /** Asks whether another attempt may follow. */
    public void mayReconnect(ConnectionEvent.Ended event, Consumer<Boolean> decided) {
        if (listeners.isEmpty()) {
            decided.accept(true);
            return;
        }
        Question<Boolean> question = new Question<>(decided, reason -> {
            LOG.warnf("%s: %s, so it keeps trying to connect", connection, reason);
            decided.accept(true);
        });
        Uni<Boolean> answer = Uni.createFrom().item(true);
        for (Named each : listeners) {
            answer = answer.flatMap(sofar -> sofar
                    ? question.ask(each, true, () -> each.listener.mayReconnect(event))
                    : Uni.createFrom().item(false));
        }
        question.put(answer);
    }

    /** One question to all listeners in turn. Settled once, inside the gate. */
    private final class Question<T> {

        private final Consumer<T> answered;
        private final Consumer<String> failed;
        private volatile String asked = "listeners";
        private boolean settled;
        private long timer;
        private Cancellable subscription;

        private Question(Consumer<T> answered, Consumer<String> failed) {
            this.answered = answered;
            this.failed = failed;
        }

        private Uni<T> ask(Named listener, T unchanged, Supplier<Uni<T>> call) {
            asked = listener.name;
            Uni<T> answer = call.get();
            return answer == null ? Uni.createFrom().item(unchanged)
                    // the next one is asked on the event loop again
                    : answer.emitOn(gate::runOnLoop).map(item -> item == null ? unchanged : item);
        }

        private void put(Uni<T> question) {
            timer = timers.set(boundMillis, () -> gate.runAhead(() -> {
                if (!settled) {
                    subscription.cancel();
                    fail(" has not answered within " + boundMillis + " ms (connect-timeout-seconds)");
                }
            }));
            subscription = question.subscribe().with(answer -> gate.runAhead(() -> settle(answered, answer)),
                    failure -> gate.runAhead(() -> fail(" has failed: " + DisconnectCause.describe(failure))));
        }

        private void fail(String how) {
            settle(failed, "the " + asked + how);
        }

        private <R> void settle(Consumer<R> outcome, R value) {
            if (!settled) {
                settled = true;
                timers.cancel(timer);
                outcome.accept(value);
            }
        }
    }
}
