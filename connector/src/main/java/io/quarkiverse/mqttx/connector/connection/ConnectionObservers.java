package io.quarkiverse.mqttx.connector.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.spi.CredentialsSource;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Future;

/** Attaches the beans of the application to a connection: listeners, observers of events, credentials. */
@ApplicationScoped
public class ConnectionObservers {

    @Inject
    @Any
    Instance<ConnectionListener> listeners;

    @Inject
    @Any
    Instance<CredentialsSource> sources;

    @Inject
    Event<ConnectionEvent> events;

    @Inject
    BeanManager manager;

    private final List<CdiEvents> delivering = new CopyOnWriteArrayList<>();

    /** Credentials come first, so that a listener sees them. */
    void attach(ConnectionConfiguration connection, ReconnectingClient client) {
        String provider = connection.settings().authentication().credentialsProvider();
        if (provider != null) {
            String bean = hasCredentials(provider) ? provider : null;
            CredentialsListener credentials = new CredentialsListener(source(bean), provider, bean);
            client.onConnection(credentials.name(), credentials);
        }
        for (Instance.Handle<ConnectionListener> handle : listeners.handles()) {
            String name = "connection listener " + handle.getBean().getBeanClass().getName();
            ConnectionListener listener = handle.get();
            client.onConnection(name, ApplicationBeans.identifier(handle.getBean().getQualifiers())
                    .<ConnectionListener> map(identifier -> new FilteredConnectionListener(identifier, listener))
                    .orElse(listener));
        }
        CdiEvents cdi = new CdiEvents(manager, events, client.context());
        delivering.add(cdi);
        client.onConnection("CDI events", cdi);
    }

    /** When all observers have seen what has happened so far. */
    public Future<Void> delivered() {
        return Future.join(delivering.stream().map(CdiEvents::delivered).toList()).mapEmpty();
    }

    boolean hasCredentials(String bean) {
        CredentialsSource source = source(bean);
        return source != null && source.has(bean);
    }

    /** {@code null} when there is none. */
    private CredentialsSource source(String bean) {
        if (bean != null) {
            Instance<CredentialsSource> named = sources.select(Identifier.Literal.of(bean));
            if (named.isResolvable()) {
                return named.get();
            }
        }
        Instance<CredentialsSource> unnamed = sources.select(Default.Literal.INSTANCE);
        return unnamed.isResolvable() ? unnamed.get() : null;
    }
}
