/**
 * The attributes there are: one table, from which reading, checking, the reference and the nearest name follow. Immutable, for
 * any thread. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.config.attribute;
