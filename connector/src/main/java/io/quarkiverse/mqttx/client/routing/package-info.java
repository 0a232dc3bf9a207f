/**
 * Where messages go: {@link io.quarkiverse.mqttx.client.routing.MessageRouter} hands a message to the {@link
 * io.quarkiverse.mqttx.client.routing.Route}s that want it. Used on the event loop of the connection. A reference is never
 * {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.client.routing;
