package io.quarkiverse.mqttx.api;

/**
 * The state of the send queue of a channel or of a client: the messages that wait, and counts of those dropped, refused,
 * replaced or expired since the application started.
 *
 * @param waiting messages not sent yet, in any connection
 * @param waitingBytes their topics, payloads and properties in bytes
 * @param droppedOldest dropped because the send queue was full, in favour of a newer one
 * @param droppedNewest dropped because the send queue was full when they came
 * @param failed refused with an {@link SendQueueFullException}
 * @param expired dropped because their message expiry interval had passed
 * @param replaced given up for a newer message of the same topic
 * @param droppedOffline dropped because they are of QoS 0 and there was no connection
 */
public record SendQueueStatus(int waiting, long waitingBytes, long droppedOldest, long droppedNewest, long failed, long expired,
        long replaced, long droppedOffline) {

    /** All that were dropped for one reason or another; those that were replaced are not among them. */
    public long dropped() {
        return droppedOldest + droppedNewest + expired + droppedOffline;
    }
}
