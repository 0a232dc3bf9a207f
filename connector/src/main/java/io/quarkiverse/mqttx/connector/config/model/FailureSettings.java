package io.quarkiverse.mqttx.connector.config.model;

import java.util.List;

/**
 * What happens to the messages that the application nacks, as configured and checked.
 *
 * @param strategies the identifiers of the strategies (attribute {@code failure-strategy}): each is asked when the one before
 *        it can do no more, and after the last the channel stops
 * @param deadLetter for {@code dead-letter-topic}
 * @param retry for {@code delayed-retry}
 * @param reject for {@code reject}
 * @param redeliver for {@code redeliver}
 */
public record FailureSettings(List<String> strategies, DeadLetterSettings deadLetter, RetrySettings retry,
        RejectSettings reject, RedeliverSettings redeliver) {

    public FailureSettings {
        strategies = List.copyOf(strategies);
    }
}
