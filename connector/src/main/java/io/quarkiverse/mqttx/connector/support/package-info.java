/**
 * Small helpers that know no channel: the event loop of a connection, log throttling, health, one-line causes. A reference is
 * never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.support;
