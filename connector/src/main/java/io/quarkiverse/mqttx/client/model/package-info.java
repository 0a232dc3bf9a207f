/**
 * The settings of a client, and what it asks of others, as plain values. Immutable, for any thread. A reference is never
 * {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.client.model;
