package io.quarkiverse.mqttx.connector.reply;

import java.lang.reflect.Type;

import jakarta.enterprise.inject.Instance;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.providers.helpers.CDIUtils;

/** Converts replies to the type that the application wants, with the converters of the application. */
public final class ReplyConversion {

    private final String channel;
    private final Type type;
    private final Instance<MessageConverter> converters;
    private volatile MessageConverter converter;

    public ReplyConversion(String channel, Type type, Instance<MessageConverter> converters) {
        this.channel = channel;
        this.type = type;
        this.converters = converters;
    }

    @SuppressWarnings("unchecked") // that is what the type says
    <T> Uni<Message<T>> convert(Message<byte[]> reply) {
        if (type == byte[].class) {
            return Uni.createFrom().item((Message<T>) reply);
        }
        if (type == Void.class) {
            return Uni.createFrom().item(reply.withPayload(null));
        }
        return converter(reply).convertUni(reply, type).map(converted -> (Message<T>) converted);
    }

    private MessageConverter converter(Message<byte[]> reply) {
        MessageConverter known = converter;
        if (known == null) {
            known = CDIUtils.getSortedInstances(converters).stream()
                    .filter(candidate -> candidate.canConvert(reply, type)).findFirst()
                    .orElseThrow(() -> new PayloadConversionException("channel '" + channel + "': no converter makes "
                            + type.getTypeName() + " of a reply; take byte[], or add a bean that implements "
                            + MessageConverter.class.getName(), null));
            converter = known;
        }
        return known;
    }
}
