/**
 * What the configuration says, read and checked, as plain values. Immutable, for any thread. A reference is never {@code null}
 * unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.config.model;
