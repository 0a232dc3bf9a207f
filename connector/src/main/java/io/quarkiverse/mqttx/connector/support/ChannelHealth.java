package io.quarkiverse.mqttx.connector.support;

/**
 * The health of a channel, for the health checks.
 *
 * @param alive false once the channel has stopped for good; a broker that cannot be reached never makes it false
 * @param ready whether messages can flow now
 * @param reason why it is not alive or not ready, for people; {@code null} when it is both
 */
public record ChannelHealth(String channel, boolean alive, boolean ready, String reason) {

    public static ChannelHealth ok(String channel) {
        return new ChannelHealth(channel, true, true, null);
    }

    public static ChannelHealth notReady(String channel, String reason) {
        return new ChannelHealth(channel, true, false, reason);
    }

    public static ChannelHealth dead(String channel, String reason) {
        return new ChannelHealth(channel, false, false, reason);
    }
}
