package io.quarkiverse.mqttx.connector.config.model;

import java.util.List;

/**
 * What happens to the messages that the application nacks, as configured and checked.
 *
 * @param strategies the identifiers of the strategies (attribute {@code failure-strategy}): each is asked when the one before
 *        it can do no more, and after the last the channel stops
 * @param deadLetter for {@code dead-letter-topic}
 * @param retry for {@code delayed-retry}
 * @param rejectCodes for {@code reject}: the reason codes of exceptions that have one of their own
 * @param redeliver for {@code redeliver}
 */
public record FailureSettings(List<String> strategies, DeadLetterSettings deadLetter, RetrySettings retry,
        List<CodeOfException> rejectCodes, RedeliverSettings redeliver) {

    public FailureSettings {
        strategies = List.copyOf(strategies);
        rejectCodes = List.copyOf(rejectCodes);
    }

    /**
     * The code of an exception and of those that extend it.
     *
     * @param className as {@link Class#getName()} has it
     * @param code one with which a message can be rejected
     */
    public record CodeOfException(String className, int code) {
    }
}
