package io.quarkiverse.mqttx.deployment;

import org.jboss.jandex.Type;

/**
 * How the payloads of a channel become what the application's code takes, or the other way round.
 *
 * @param payload {@code null} when the code does not say
 * @param usedBy the method or the injection point
 * @param converter for people: {@code none}, {@code text}, {@code scalar}, {@code buffer}, {@code JSON by Jackson}, or whose
 *        it is; {@code any} when the code does not say
 */
record ChannelConversion(ConfiguredChannel channel, Type payload, String usedBy, String converter) {
}
