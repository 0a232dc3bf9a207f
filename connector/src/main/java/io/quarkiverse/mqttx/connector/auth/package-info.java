/**
 * Enhanced authentication by SCRAM, an implementation of {@link io.quarkiverse.mqttx.spi.EnhancedAuthentication}. Called on
 * the event loop of the connection. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.auth;
