/**
 * Dev Services: a broker for development and tests, where none is configured. A reference is never {@code null} unless the
 * documentation says so.
 */
package io.quarkiverse.mqttx.deployment.devservices;
