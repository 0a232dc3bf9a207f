package io.quarkiverse.mqttx.session.model;

import io.quarkiverse.mqttx.api.SendQueueFullException;

/** What happens to a message that finds the send queue of its publisher full. */
public enum SendQueueOverflow {
    /** It is taken all the same: the publisher is slowed down, so that it does not come to this. The default. */
    BACK_PRESSURE("back-pressure"),
    /** Those that have waited longest give way to it: the newest state counts. */
    DROP_OLDEST("drop-oldest"),
    /** It is dropped. */
    DROP_NEWEST("drop-newest"),
    /** It fails with an {@link SendQueueFullException}. */
    FAIL("fail");

    private final String attributeValue;

    SendQueueOverflow(String attributeValue) {
        this.attributeValue = attributeValue;
    }

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return attributeValue;
    }
}
