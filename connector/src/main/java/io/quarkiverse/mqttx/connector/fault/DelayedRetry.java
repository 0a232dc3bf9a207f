package io.quarkiverse.mqttx.connector.fault;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.client.model.Backoff;
import io.quarkiverse.mqttx.connector.config.model.RetrySettings;
import io.quarkiverse.mqttx.spi.FailureContext;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * The strategy {@code delayed-retry}: the message is delivered again within the application, after a delay that doubles each
 * time, up to a number of attempts. Others go on meanwhile, so the order changes.
 */
final class DelayedRetry implements MqttFailureHandler {

    private final StrategyContext context;
    private final RetrySettings settings;
    private final NackLog log;

    private DelayedRetry(StrategyContext context) {
        this.context = context;
        this.settings = context.settings().failure().retry();
        this.log = new NackLog(DelayedRetry.class, context);
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        int attempt = message.getMqttMetadata().getDeliveryAttempt();
        if (attempt >= settings.maxAttempts()) {
            return context.next().handle(message, reason, metadata);
        }
        Duration delay = delay(settings, attempt, ThreadLocalRandom.current().nextDouble());
        log.say(message, reason, () -> "is tried again in " + delay.toMillis() + " ms, after attempt " + attempt + " of "
                + settings.maxAttempts());
        return context.retry(message, delay);
    }

    /** @param chance see {@link Backoff#jittered} */
    static Duration delay(RetrySettings settings, int attempt, double chance) {
        long longest = settings.maxDelay().toMillis();
        long doubled = settings.delay().toMillis();
        for (int i = 1; i < attempt && doubled < longest; i++) {
            doubled *= 2;
        }
        return Duration.ofMillis(Backoff.jittered(Math.min(doubled, longest), chance));
    }

    @ApplicationScoped
    @Identifier("delayed-retry")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new DelayedRetry((StrategyContext) context);
        }
    }
}
