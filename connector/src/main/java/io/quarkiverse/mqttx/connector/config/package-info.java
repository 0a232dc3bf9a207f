/**
 * Reads and checks the configuration of all channels and clients, and says all that is wrong at once. {@link
 * io.quarkiverse.mqttx.connector.config.StartReading} is where it begins at the start of the application, {@link
 * io.quarkiverse.mqttx.connector.config.ConfigurationReader} when it is built; the {@code *Reader}s each read one subject from
 * the attributes into the values of {@code config.model}. On one
 * thread. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.config;
