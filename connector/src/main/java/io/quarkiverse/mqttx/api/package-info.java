/**
 * What an application imports: the metadata of messages, {@link io.quarkiverse.mqttx.api.MqttClient}, request and reply, the
 * state and the events of connections, and the exceptions. Everything here is a value, an interface or an exception, for any
 * thread unless it says otherwise. A reference is never {@code null} unless the documentation says so.
 * <p>
 * Types of other packages, {@code spi} apart, belong to the connector and may change at any time.
 */
package io.quarkiverse.mqttx.api;
