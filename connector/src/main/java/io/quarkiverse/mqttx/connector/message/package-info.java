/**
 * What messages in both directions have in common: where they come from, their metadata as a view on the packet, and metadata
 * as the properties of a packet. For any thread. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.message;
