/**
 * Requests and their replies: what is injected ({@link io.quarkiverse.mqttx.connector.reply.TypedRequestReply}), the requests
 * under way, and where a request says that its reply goes. For any thread. A reference is never {@code null} unless the
 * documentation says so.
 */
package io.quarkiverse.mqttx.connector.reply;
