/**
 * Network connections that carry packets. {@link io.quarkiverse.mqttx.transport.TransportConnector} opens one; {@link
 * io.quarkiverse.mqttx.transport.Transport} sits in the pipeline of its socket, where received packets enter the
 * connector and sent ones leave it. {@link io.quarkiverse.mqttx.transport.PacketDecoder} and {@link
 * io.quarkiverse.mqttx.transport.PacketEncoder} are the codec. Used on the event loop of the connection. A reference is never
 * {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.transport;
