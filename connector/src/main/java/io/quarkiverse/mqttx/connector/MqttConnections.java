package io.quarkiverse.mqttx.connector;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkiverse.mqttx.client.TraceLevel;
import io.quarkiverse.mqttx.session.OutboxStatus;

/** The connections of the application to brokers, to inject where their state is of interest. For any thread. */
@ApplicationScoped
public class MqttConnections {

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    /** All connections, in the order in which the channels asked for them; empty before the first channel is wired. */
    public List<MqttConnection> all() {
        return connector.sharedConnections().stream()
                .map(connection -> new MqttConnection(connection.configuration().channel(), connection.client().status(),
                        connection.conflicts()))
                .toList();
    }

    /**
     * What the outgoing channels have waiting to be sent, and what has become of messages while they waited, by channel;
     * only of those that are wired already. What a client publishes is in {@link MqttClient#outbox()}.
     */
    public Map<String, OutboxStatus> outboxes() {
        return connector.outboxes();
    }

    /**
     * Changes how much of each packet is logged, as the attribute {@code trace} says it, until it is changed again.
     *
     * @param channel of the channels of a connection any; or the name of the connection, which the log says
     * @throws IllegalArgumentException when there is no such connection
     */
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
