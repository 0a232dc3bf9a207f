package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.OutgoingAttributes.*;

import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.connector.config.model.RequestSettings;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;

/** How an outgoing channel that sends requests gets their replies. */
final class RequestReader {

    private static final int MAX_PENDING = 10_000;

    private final AttributeReader reader;
    private final BeanLookup beans;

    RequestReader(AttributeReader reader, BeanLookup beans) {
        this.reader = reader;
        this.beans = beans;
    }

    RequestSettings read() {
        return new RequestSettings(reader.topicName(REPLY_TOPIC), reader.seconds(REPLY_TIMEOUT_SECONDS), MAX_PENDING,
                failureHandler());
    }

    /** Of the identifiers of beans, and of one that is always there. */
    private String failureHandler() {
        String identifier = reader.get(REPLY_FAILURE_HANDLER);
        Set<String> known = new TreeSet<>(beans.identifiers(ReplyFailureHandler.class));
        known.add(MqttRequestReply.USER_PROPERTY);
        if (identifier != null && !known.contains(identifier)) {
            reader.problem(REPLY_FAILURE_HANDLER, "use one of " + String.join(", ", known)
                    + ", or add a bean of type ReplyFailureHandler with @Identifier(\"" + identifier + "\")");
        }
        return identifier;
    }
}
