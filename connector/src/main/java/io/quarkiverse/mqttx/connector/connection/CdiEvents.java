package io.quarkiverse.mqttx.connector.connection;

import java.util.Set;
import java.util.function.Supplier;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.topic.SafeText;
import io.vertx.core.Context;
import io.vertx.core.Future;

/**
 * Fires the events of one connection as CDI events, one after the other, so that observers see them in their order: those with
 * {@code @Observes} first, on a worker thread, then those with {@code @ObservesAsync}. Where nobody observes, nothing is done.
 */
final class CdiEvents implements ConnectionListener {

    private static final Logger log = Logger.getLogger(CdiEvents.class);

    private final BeanManager manager;
    private final Event<ConnectionEvent> events;
    private final EventLoop loop;
    /** Completes when all events so far have been delivered. */
    private volatile Future<Void> delivered = Future.succeededFuture();

    CdiEvents(BeanManager manager, Event<ConnectionEvent> events, Context context) {
        this.manager = manager;
        this.events = events;
        this.loop = new EventLoop(context);
    }

    Future<Void> delivered() {
        return delivered;
    }

    @Override
    public void onEvent(ConnectionEvent event) {
        Set<ObserverMethod<? super ConnectionEvent>> observers = manager.resolveObserverMethods(event, Any.Literal.INSTANCE);
        if (observers.stream().anyMatch(observer -> !observer.isAsync())) {
            append(event, () -> loop.messageContext().executeBlocking(() -> {
                events.fire(event);
                return null;
            }, false).mapEmpty());
        }
        if (observers.stream().anyMatch(ObserverMethod::isAsync)) {
            append(event, () -> Future.fromCompletionStage(events.fireAsync(event)).mapEmpty());
        }
    }

    private void append(ConnectionEvent event, Supplier<Future<Void>> delivery) {
        delivered = delivered.compose(before -> delivery.get()).otherwise(failure -> {
            log.errorf(SafeText.of(failure), "%s: an observer of %s has failed",
                    ConnectionName.of(event), event.getClass().getSimpleName());
            return null;
        });
    }
}
