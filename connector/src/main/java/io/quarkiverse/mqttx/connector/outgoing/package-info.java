/**
 * From the application's publisher to the client. A message enters at {@link
 * io.quarkiverse.mqttx.connector.outgoing.OutgoingChannel}, becomes a PUBLISH in {@link
 * io.quarkiverse.mqttx.connector.outgoing.PublishFactory} on the publisher's thread, and leaves for the client; its outcome
 * comes back on the event loop of the connection as {@link io.quarkiverse.mqttx.connector.outgoing.OutgoingMessage}. {@link
 * io.quarkiverse.mqttx.connector.outgoing.ReplyRoute} is the way back of the replies to requests. A reference is never {@code
 * null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.outgoing;
