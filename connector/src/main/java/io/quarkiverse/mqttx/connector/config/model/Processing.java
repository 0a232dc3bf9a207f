package io.quarkiverse.mqttx.connector.config.model;

import java.time.Duration;

/**
 * How many messages of an incoming channel the application gets at a time, as configured and checked.
 *
 * @param batch whether they are handed over in batches (attribute {@code batch}, default {@code false})
 * @param batchSize messages in a batch, at most (attribute {@code batch-size}, default 100)
 * @param batchWindow how long the first message of a batch waits for others (attribute {@code batch-window-ms},
 *        default 100)
 * @param key by what messages are kept in order while others overtake them (attribute {@code concurrency-key}), or null
 * @param maxConcurrency messages with different keys that are in process, at most (attribute {@code max-concurrency}, default
 *        16)
 */
public record Processing(boolean batch, int batchSize, Duration batchWindow, ConcurrencyKey key, int maxConcurrency) {

    /** One by one, as many as there is demand for. */
    public static final Processing ONE_BY_ONE = new Processing(false, 1, Duration.ZERO, null, 1);
}
