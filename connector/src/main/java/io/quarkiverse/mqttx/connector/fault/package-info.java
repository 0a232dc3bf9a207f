/**
 * The failure strategies of the connector itself, implementations of {@link io.quarkiverse.mqttx.spi.MqttFailureHandler}.
 * Called on the event loop of the connection. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.fault;
