package io.quarkiverse.mqttx.session.model;

/**
 * What one publisher may have waiting, and what happens to its messages while they wait.
 *
 * @param maxMessages how many, 1 or more
 * @param maxBytes how many bytes of topics, payloads and properties, 1 or more; {@link #UNLIMITED} for any number
 * @param overflow what happens to a message that finds it full
 * @param keepsQos0Offline whether QoS 0 messages wait while there is no connection; otherwise they are dropped
 * @param compaction whether a newer message takes the place of one that waits for the same topic
 * @param nacksDropped whether the publisher gets a failure for what is dropped because the send queue is full or the message
 *        has
 *        expired; otherwise a success
 */
public record SendQueueSettings(int maxMessages, long maxBytes, SendQueueOverflow overflow, boolean keepsQos0Offline,
        boolean compaction, boolean nacksDropped) {

    /** Any number of bytes. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Takes everything. */
    public static final SendQueueSettings UNBOUNDED = new SendQueueSettings(Integer.MAX_VALUE, UNLIMITED,
            SendQueueOverflow.BACK_PRESSURE, true, false, true);

    /** Whether a full send queue refuses or drops messages, rather than to slow the publisher down. */
    public boolean sheds() {
        return overflow != SendQueueOverflow.BACK_PRESSURE;
    }
}
