/**
 * What the log, the listeners of the application and whoever asks are told about a connection and its packets. {@link
 * io.quarkiverse.mqttx.client.watch.ConnectionReport} hears of what happens, {@link
 * io.quarkiverse.mqttx.client.watch.PacketWatch} sees each packet that somebody wants to see. Used on the event loop of the
 * connection; the status can be read on any thread. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.client.watch;
