package io.quarkiverse.mqttx.connector.fault;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings.CodeOfException;
import io.quarkiverse.mqttx.connector.support.Causes;
import io.quarkiverse.mqttx.spi.FailureContext;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * The strategy {@code reject}: the broker is told that the message was refused, with a reason code that the exception decides
 * on. What cannot be rejected, see {@link IncomingMqttMessage#isRejectable()}, goes to the next strategy.
 */
final class Reject implements MqttFailureHandler {

    private static final int DEEPEST = 20;

    private final StrategyContext context;
    private final List<CodeOfException> codes;
    private final NackLog log;

    private Reject(StrategyContext context) {
        this.context = context;
        this.codes = context.settings().failure().rejectCodes();
        this.log = new NackLog(Reject.class, context);
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        if (!message.isRejectable()) {
            return context.next().handle(message, reason, metadata);
        }
        int code = code(codes, reason, message.getMqttMetadata());
        log.say(message, reason, () -> "is rejected with " + ReasonCode.describe(code));
        return Uni.createFrom().completionStage(() -> message.reject(code, Causes.unwrapped(reason).getClass().getName()));
    }

    /**
     * Of the exception, or else of its cause, and so on: the code of its own class, or of the nearest above it. By name, so
     * that nobody needs to load the classes. A payload that cannot be converted has a code of its own if it is that of the
     * message, and not that of another one which the application has made of it.
     */
    static int code(List<CodeOfException> codes, Throwable reason, IncomingMqttMetadata message) {
        Throwable failure = Causes.unwrapped(reason);
        for (int depth = 0; failure != null && depth < DEEPEST; depth++) {
            for (Class<?> type = failure.getClass(); type != Object.class; type = type.getSuperclass()) {
                String name = type.getName();
                for (CodeOfException known : codes) {
                    if (known.className().equals(name)) {
                        return known.code();
                    }
                }
                if (type == PayloadConversionException.class && ((PayloadConversionException) failure).isAbout(message)) {
                    return ReasonCode.PAYLOAD_FORMAT_INVALID;
                }
            }
            failure = failure.getCause();
        }
        return ReasonCode.UNSPECIFIED_ERROR;
    }

    @ApplicationScoped
    @Identifier("reject")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new Reject((StrategyContext) context);
        }
    }
}
