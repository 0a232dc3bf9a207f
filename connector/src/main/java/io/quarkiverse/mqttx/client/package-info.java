/**
 * A session with its network connections: {@link io.quarkiverse.mqttx.client.ReconnectingClient} is what the connector calls,
 * {@link io.quarkiverse.mqttx.client.ConnectionLifecycle} tells the reconnect machine what happens, {@link
 * io.quarkiverse.mqttx.client.ConnectionEffects} does what it says, {@link
 * io.quarkiverse.mqttx.client.Connection} is one network connection, through which each packet passes, and {@link
 * io.quarkiverse.mqttx.client.WriteAhead} holds packets back until the session store has what they depend on.
 * <p>
 * Calls come on any thread and are brought to the event loop of the connection, where everything else happens. A reference is
 * never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.client;
