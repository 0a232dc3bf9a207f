/**
 * Payloads: from bytes to what an {@code @Incoming} method takes ({@link io.quarkiverse.mqttx.connector.convert.Conversion}),
 * and from what an application sends to bytes ({@link io.quarkiverse.mqttx.connector.convert.PayloadEncoder}). For any thread.
 * A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.convert;
