package io.quarkiverse.mqttx.deployment;

import org.jboss.jandex.Type;

/**
 * A place in the application's code where a channel is used.
 *
 * @param payload {@code null} when the code does not say
 * @param usedBy the method or the injection point
 */
record ChannelUsage(ConfiguredChannel channel, Type payload, String usedBy) {
}
