package io.quarkiverse.mqttx.client.routing;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.session.InboundMessage;

/** A recipient of messages, bound to topic filters. Called on the connection's event loop. */
public interface Route {

    /**
     * A message whose topic matches one of the route's filters. QoS 1 and 2: the recipient later calls
     * {@link ReconnectingClient#acknowledge}.
     */
    void deliver(InboundMessage message);

    /** The connection has given up for good; no message will come any more. */
    void failed(Throwable cause);
}
