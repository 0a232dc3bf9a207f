package io.quarkiverse.mqttx.connector.connection;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.spi.CredentialsSource;
import io.smallrye.mutiny.Uni;

/**
 * Asks for credentials before each attempt to connect.
 *
 * @param bean of those there are, or {@code null} for the only one
 */
record CredentialsListener(CredentialsSource source, String provider, String bean) implements ConnectionListener {

    /** For the log. */
    String name() {
        return "credentials provider '" + provider + "'";
    }

    @Override
    public Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
        return source.credentials(provider, bean)
                .onItem().ifNull().failWith(() -> new IllegalStateException("it gives no credentials"))
                .map(credentials -> attempt.withCredentials(
                        credentials.username() == null ? attempt.username() : credentials.username(), credentials.password()));
    }
}
