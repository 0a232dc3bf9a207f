/**
 * The extension at build time: build steps that check channels and their configuration, plan the connections, and register what
 * a native executable needs. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.deployment;
