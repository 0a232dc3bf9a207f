/**
 * The {@link io.quarkiverse.mqttx.api.MqttClient} that an application injects: {@link
 * io.quarkiverse.mqttx.connector.clients.DefaultMqttClient}, what it publishes ({@link
 * io.quarkiverse.mqttx.connector.clients.ClientSendQueue}) and subscribes to ({@link
 * io.quarkiverse.mqttx.connector.clients.ClientSubscription}). For any thread. A reference is never {@code null} unless the
 * documentation says so.
 */
package io.quarkiverse.mqttx.connector.clients;
