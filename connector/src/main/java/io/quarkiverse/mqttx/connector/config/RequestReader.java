package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.OutgoingAttributes.*;

import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.model.RequestSettings;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;

/** How an outgoing channel that sends requests gets their replies. */
final class RequestReader {

    private final AttributeReader reader;
    private final BeanLookup beans;

    RequestReader(AttributeReader reader, BeanLookup beans) {
        this.reader = reader;
        this.beans = beans;
    }

    RequestSettings read() {
        return new RequestSettings(reader.topicName(REPLY_TOPIC), reader.get(REPLY_QOS), reader.get(REPLY_ADDRESSING),
                reader.seconds(REPLY_TIMEOUT_SECONDS), reader.get(REPLY_MAX_PENDING),
                bean(REPLY_CORRELATION_ID_HANDLER, CorrelationIdHandler.class,
                        Set.of(MqttRequestReply.BYTES, MqttRequestReply.UUID)),
                bean(REPLY_FAILURE_HANDLER, ReplyFailureHandler.class, Set.of(MqttRequestReply.USER_PROPERTY)));
    }

    /** @param builtIn the identifiers that are always there */
    private String bean(Attribute<String> attribute, Class<?> type, Set<String> builtIn) {
        String identifier = reader.get(attribute);
        if (identifier != null && !builtIn.contains(identifier)) {
            Set<String> known = new TreeSet<>(beans.identifiers(type));
            known.addAll(builtIn);
            if (!known.contains(identifier)) {
                reader.problem(attribute, "use one of " + String.join(", ", known) + ", or add a bean of type "
                        + type.getSimpleName() + " with @Identifier(\"" + identifier + "\")");
            }
        }
        return identifier;
    }
}
