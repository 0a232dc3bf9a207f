/**
 * From the client to the {@code @Incoming} method. A message enters at {@link
 * io.quarkiverse.mqttx.connector.incoming.IncomingChannel}, which hands it over at once where there is demand, or lets it wait
 * in a {@link io.quarkiverse.mqttx.connector.incoming.DeliveryQueue}; it leaves through a {@link
 * io.quarkiverse.mqttx.connector.incoming.ChannelSubscriber}. What the application makes of it comes back to {@link
 * io.quarkiverse.mqttx.connector.incoming.AckHandler} or {@link io.quarkiverse.mqttx.connector.incoming.NackHandler}.
 * <p>
 * On the event loop of the connection; acks and nacks come on any thread and are brought there. A reference is never {@code
 * null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.incoming;
