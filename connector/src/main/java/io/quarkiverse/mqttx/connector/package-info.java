/**
 * The connector as Reactive Messaging and CDI see it. {@link io.quarkiverse.mqttx.connector.MqttConnector} declares the
 * attributes and hands out channels and clients, which {@link io.quarkiverse.mqttx.connector.Channels} puts together from the
 * rooms below; {@link io.quarkiverse.mqttx.connector.Shutdown} ends them. Messages do not pass here.
 * <p>
 * Called by the container, on any thread. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector;
