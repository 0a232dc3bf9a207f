/**
 * The reconnect machine: when a connection is opened, ended and opened again. {@link
 * io.quarkiverse.mqttx.client.reconnect.ReconnectMachine} takes events with the time at which they happen and calls {@link
 * io.quarkiverse.mqttx.client.reconnect.ReconnectEffects}; {@link io.quarkiverse.mqttx.client.reconnect.Transitions} is its
 * table. It is as pure as the session: no socket, timer, thread or clock. Used on the event loop of the connection. A
 * reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.client.reconnect;
