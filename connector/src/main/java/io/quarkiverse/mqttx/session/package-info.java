/**
 * The MQTT session as a pure state machine. {@link io.quarkiverse.mqttx.session.MqttSession} takes the state of the
 * connection, requests and the time; packets enter at its {@link io.quarkiverse.mqttx.session.Reception}, messages to publish
 * at
 * its {@link io.quarkiverse.mqttx.session.OutboundFlow}, acknowledgements at its {@link
 * io.quarkiverse.mqttx.session.InboundFlow}. Packets leave through {@link io.quarkiverse.mqttx.session.PacketSink}, messages
 * through {@link io.quarkiverse.mqttx.session.InboundListener}, outcomes through {@link
 * io.quarkiverse.mqttx.session.PublishCompletion} and its like. {@link io.quarkiverse.mqttx.session.SessionParts} shows what
 * it consists of: handshake and disconnect, inbound flow, outbound flow, subscriptions, keep-alive and time-outs.
 * <p>
 * No socket, timer, thread or clock is in it. All calls come from one thread at a time, here the event loop of the connection.
 * A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.session;
