package io.quarkiverse.mqttx.connector;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.spi.Connector;

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
}
