package io.quarkiverse.mqttx.connector.connection;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.smallrye.mutiny.Uni;

/** A listener for one connection only: the one with this name, or that of the channel with this name. */
record FilteredConnectionListener(String identifier, ConnectionListener listener) implements ConnectionListener {

    private boolean concerns(ConnectionEvent event) {
        return identifier.equals(event.connection()) || event.channels().contains(identifier);
    }

    @Override
    public void onEvent(ConnectionEvent event) {
        if (concerns(event)) {
            listener.onEvent(event);
        }
    }

    @Override
    public Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
        return concerns(event) ? listener.beforeConnect(event, attempt) : null;
    }

    @Override
    public Uni<Boolean> mayReconnect(ConnectionEvent.Ended event) {
        return concerns(event) ? listener.mayReconnect(event) : null;
    }
}
