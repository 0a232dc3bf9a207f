package io.quarkiverse.mqttx.api;

import java.util.List;
import java.util.Map;

/** The connections of the application to brokers, to inject where their state is of interest. For any thread. */
public interface MqttConnections {

    /** All connections, in the order in which the channels asked for them; empty before the first channel is wired. */
    List<MqttConnection> all();

    /**
     * What the outgoing channels have waiting to be sent, and what has become of messages while they waited, by channel;
     * only of those that are wired already. What a client publishes is in {@link MqttClient#sendQueue()}.
     */
    Map<String, SendQueueStatus> sendQueues();

    /**
     * Changes how much of each packet is logged, as the attribute {@code trace} says it, until it is changed again.
     *
     * @param channel of the channels of a connection any; or the name of the connection, which the log says
     * @throws IllegalArgumentException when there is no such connection
     */
    void trace(String channel, TraceLevel level);
}
