package io.quarkiverse.mqttx.sample;

import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ServerAddress;

/** Puts the state of the connections and the counters together. */
@ApplicationScoped
class StatusReport {

    private final MqttConnections connections;
    private final Counters counters;
    private final Settings settings;

    StatusReport(MqttConnections connections, Counters counters, Settings settings) {
        this.connections = connections;
        this.counters = counters;
        this.settings = settings;
    }

    Status now() {
        List<Status.Connection> all = connections.all().stream()
                .map(connection -> describe(connection.channel(), connection.status())).toList();
        return new Status(all, counters.snapshot(), settings.limit());
    }

    private static Status.Connection describe(String channel, ConnectionStatus status) {
        ServerAddress server = status.server();
        NegotiatedSettings negotiated = status.negotiated();
        return new Status.Connection(channel, status.state().name(),
                negotiated == null ? null : negotiated.version().toString(),
                server == null ? null : server.host(), server == null ? 0 : server.port(), server != null && server.tls(),
                negotiated == null ? null : negotiated.clientId(), status.reason(),
                Instant.ofEpochMilli(status.sinceMillis()), status.reconnects());
    }
}
