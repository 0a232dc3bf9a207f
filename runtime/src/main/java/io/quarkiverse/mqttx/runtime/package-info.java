/**
 * The extension at run time: recorders and beans that join the connector to Quarkus, its TLS registry, health, metrics, tracing
 * and Dev UI. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.runtime;
