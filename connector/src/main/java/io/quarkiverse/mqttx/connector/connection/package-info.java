/**
 * The connections that channels and clients share: {@link io.quarkiverse.mqttx.connector.connection.ConnectionRegistry} makes
 * them, {@link io.quarkiverse.mqttx.connector.connection.SharedConnection} is one with those who use it. Beside it stand the
 * application's beans, its observers and credentials, and what is compared with the broker's CONNACK. Made by the container's
 * thread, told of events on the event loop of the connection. A reference is never {@code null} unless the documentation says
 * so.
 */
package io.quarkiverse.mqttx.connector.connection;
