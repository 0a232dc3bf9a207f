package io.quarkiverse.mqttx.connector;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkiverse.mqttx.api.MqttConnection;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.connector.connection.SharedConnection;

/** The bean that is injected as {@link MqttConnections}. */
@ApplicationScoped
class ConnectionsBean implements MqttConnections {

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    @Override
    public List<MqttConnection> all() {
        return connector.sharedConnections().stream()
                .map(connection -> new MqttConnection(connection.configuration().channel(), connection.client().status(),
                        connection.conflicts()))
                .toList();
    }

    @Override
    public Map<String, SendQueueStatus> sendQueues() {
        return connector.sendQueues();
    }

    @Override
    public void trace(String channel, TraceLevel level) {
        List<SharedConnection> connections = connector.sharedConnections().stream()
                .filter(connection -> connection.isNamed(channel)).toList();
        if (connections.isEmpty()) {
            throw new IllegalArgumentException("there is no MQTT connection of a channel '" + channel + "'; known: "
                    + connector.sharedConnections().stream().map(SharedConnection::channels).toList());
        }
        connections.forEach(connection -> connection.client().trace(level));
    }
}
