package io.quarkiverse.mqttx.connector.reply;

import java.util.Optional;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/**
 * Where a requester wants its reply. In MQTT 5 the properties of the request say it (MQTT-5.0 §4.10). In 3.x, which has no
 * properties, the topic of the request does: what stands behind the level {@code reply-to} is the topic of the reply, as in
 * {@code calculator/sum/reply-to/reply/client-7/questions/4Gk2}. So a requester and a replier understand each other whichever
 * version each of them speaks, as long as the topic says it.
 *
 * @param correlationData what the reply must carry, or {@code null}
 */
public record ReplyAddress(String topic, byte[] correlationData) {

    static final String REPLY_TO = "/reply-to/";

    /** Of a request, as it says; empty when the message is none. */
    public static Optional<ReplyAddress> of(IncomingMqttMetadata request) {
        String topic = request.getResponseTopic().orElseGet(() -> ofTopic(request.getTopic()));
        return topic == null ? Optional.empty()
                : Optional.of(new ReplyAddress(topic, request.getCorrelationData().orElse(null)));
    }

    /** The properties of the reply. */
    public Properties properties(Properties own) {
        return correlationData == null || own.has(Property.CORRELATION_DATA) ? own
                : own.with(Property.CORRELATION_DATA, correlationData);
    }

    private static String ofTopic(String topic) {
        int marker = topic.indexOf(REPLY_TO);
        int end = marker + REPLY_TO.length();
        return marker < 0 || end == topic.length() ? null : topic.substring(end);
    }
}
