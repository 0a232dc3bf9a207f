package io.quarkiverse.mqttx.connector;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.connector.config.model.RequestSettings;
import io.quarkiverse.mqttx.connector.reply.ReplyConversion;
import io.quarkiverse.mqttx.connector.reply.ReplyInbox;
import io.quarkiverse.mqttx.connector.reply.RequestEmitter;
import io.quarkiverse.mqttx.connector.reply.TypedRequestReply;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.EmitterFactory;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.annotations.EmitterFactoryFor;
import io.smallrye.reactive.messaging.providers.extension.ChannelProducer;

/** Makes {@link MqttRequestReply} injectable. */
@ApplicationScoped
@EmitterFactoryFor(MqttRequestReply.class)
public class MqttRequestReplyFactory implements EmitterFactory<RequestEmitter> {

    @Inject
    ChannelRegistry channels;

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    @Inject
    Instance<MessageConverter> converters;

    @Inject
    Instance<CorrelationIdHandler> correlationIdHandlers;

    @Inject
    @Any
    Instance<ReplyFailureHandler> failureHandlers;

    @Override
    public RequestEmitter createEmitter(EmitterConfiguration configuration, long defaultBufferSize) {
        ReplyInbox inbox = connector.replyInbox(configuration.name());
        RequestSettings settings = inbox.settings();
        return new RequestEmitter(configuration, defaultBufferSize, inbox,
                correlationIdHandlers.isUnsatisfied() ? null : correlationIdHandlers.get(),
                settings.failureHandler() == null ? null
                        : failureHandlers.select(Identifier.Literal.of(settings.failureHandler())).get());
    }

    @Produces
    @Typed(MqttRequestReply.class)
    @Channel("") // does not count when beans are resolved
    @SuppressWarnings({ "rawtypes", "unchecked" }) // registered under the type that is injected, not under its own
    <Req, Rep> MqttRequestReply<Req, Rep> requestReply(InjectionPoint injectionPoint) {
        String channel = ChannelProducer.getChannelName(injectionPoint);
        if (!(injectionPoint.getType() instanceof ParameterizedType generic)) {
            throw new DefinitionException("channel '" + channel + "': MqttRequestReply without the types of request and reply"
                    + " at " + injectionPoint + "; write MqttRequestReply<Question, Answer>");
        }
        RequestEmitter emitter = (RequestEmitter) channels.getEmitter(channel, (Class) MqttRequestReply.class);
        if (emitter == null) {
            throw new DefinitionException("channel '" + channel + "', into which MqttRequestReply is to send requests, is not"
                    + " connected; set connector=" + MqttConnector.NAME + " for it, and leave out enabled=false");
        }
        Type reply = generic.getActualTypeArguments()[1];
        return new TypedRequestReply<>(emitter, new ReplyConversion(channel, reply, converters));
    }
}
