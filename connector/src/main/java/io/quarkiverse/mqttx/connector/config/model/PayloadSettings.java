package io.quarkiverse.mqttx.connector.config.model;

/**
 * What is assumed and checked of the payloads of an incoming channel.
 *
 * @param contentType what they are when their message does not say (attribute {@code content-type}), or null
 * @param validates whether what is said to be UTF-8 text and is not is rejected (attribute {@code validate-payload-format},
 *        default {@code true})
 */
public record PayloadSettings(String contentType, boolean validates) {
}
