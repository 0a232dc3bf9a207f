package io.quarkiverse.mqttx.connector.fault;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.IncomingMqttMessage;
import io.quarkiverse.mqttx.connector.config.RetrySettings;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * The strategy {@code delayed-retry}: the message is delivered again within the application, after a delay that doubles each
 * time, up to a number of attempts. Others go on meanwhile, so the order changes.
 */
final class DelayedRetry implements MqttFailureHandler {

    private static final Logger log = Logger.getLogger(DelayedRetry.class);

    private final FailureContext context;
    private final RetrySettings settings;

    private DelayedRetry(FailureContext context) {
        this.context = context;
        this.settings = context.settings().failure().retry();
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        int attempt = message.getMqttMetadata().getDeliveryAttempt();
        if (attempt >= settings.maxAttempts()) {
            return context.next().handle(message, reason, metadata);
        }
        Duration delay = delay(settings, attempt, ThreadLocalRandom.current().nextDouble());
        log.warnf("Channel '%s': attempt %d of %d at a message on topic '%s' has failed, the next follows in %d ms: %s",
                context.settings().channel(), attempt, settings.maxAttempts(),
                SafeText.of(message.getMqttMetadata().getTopic()),
                delay.toMillis(), Causes.describe(reason));
        return context.retry(message, delay);
    }

    /**
     * Half of it is certain, half is chance, so that what fails together does not come back together.
     *
     * @param chance from 0 inclusive to 1 exclusive
     */
    static Duration delay(RetrySettings settings, int attempt, double chance) {
        long longest = settings.maxDelay().toMillis();
        long doubled = settings.delay().toMillis();
        for (int i = 1; i < attempt && doubled < longest; i++) {
            doubled *= 2;
        }
        long delay = Math.min(doubled, longest);
        return Duration.ofMillis(delay - (long) (chance * (delay / 2)));
    }

    @ApplicationScoped
    @Identifier("delayed-retry")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new DelayedRetry(context);
        }
    }
}
