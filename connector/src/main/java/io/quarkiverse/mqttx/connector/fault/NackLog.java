package io.quarkiverse.mqttx.connector.fault;

import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.connector.support.Causes;
import io.quarkiverse.mqttx.connector.support.LogThrottle;
import io.quarkiverse.mqttx.spi.FailureContext;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * Logs the messages that a strategy handles. All messages of a channel may fail, so at level WARN it is one line in ten
 * seconds, with their number; at level DEBUG each message, with its stack.
 */
final class NackLog {

    private final Logger log;
    private final String channel;
    private final Logger.Level level;
    private final LogThrottle nacked = new LogThrottle(System::nanoTime);

    NackLog(Class<?> strategy, FailureContext context) {
        this(strategy, context, Logger.Level.WARN);
    }

    NackLog(Class<?> strategy, FailureContext context, Logger.Level level) {
        this.log = Logger.getLogger(strategy);
        this.channel = context.channel();
        this.level = level;
    }

    /** @param outcome what has become of the message, behind "was nacked and" */
    void say(IncomingMqttMessage message, Throwable reason, Supplier<String> outcome) {
        if (nacked.count(1)) {
            log.logf(level, "Channel '%s': a message on topic '%s' was nacked and %s: %s. So far: %d", channel,
                    SafeText.of(message.getMqttMetadata().getTopic()), outcome.get(), Causes.describe(reason), nacked.total());
        }
        if (log.isDebugEnabled()) {
            log.debugf(SafeText.of(reason), "Channel '%s': a message on topic '%s' was nacked and %s", channel,
                    SafeText.of(message.getMqttMetadata().getTopic()), outcome.get());
        }
    }
}
