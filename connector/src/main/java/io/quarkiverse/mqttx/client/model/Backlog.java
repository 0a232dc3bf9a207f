package io.quarkiverse.mqttx.client.model;

/**
 * What an earlier process has left of one publisher and what has no outcome yet.
 *
 * @param messages how many
 * @param bytes their topics, payloads and properties; nothing for those of QoS 2 that the broker had taken with PUBREC, since
 *        of
 *        them only the packet identifier is kept
 */
public record Backlog(int messages, long bytes) {

    /** Of a publisher that has left nothing. */
    public static final Backlog NONE = new Backlog(0, 0);

    public Backlog with(long size) {
        return new Backlog(messages + 1, bytes + size);
    }

    public Backlog without(long size) {
        return new Backlog(messages - 1, bytes - size);
    }
}
