package io.quarkiverse.mqttx.connector.reply;

import java.util.Base64;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Metadata that makes a message a request: where its reply is to go. Two ways say it, see {@link ReplyAddress}.
 *
 * @param replyTopic the topic of the replies of a channel
 * @param byTopic whether the request's topic says it, else properties do
 */
public record RequestAddress(String replyTopic, CorrelationId correlationId, boolean byTopic) {

    /** Makes a level of a topic of the correlation id. */
    private static final Base64.Encoder LEVEL = Base64.getUrlEncoder().withoutPadding();

    /** The topic to which the request is published. */
    public String topic(String wanted) {
        return byTopic && wanted != null ? wanted + ReplyAddress.REPLY_TO + responseTopic() : wanted;
    }

    /**
     * The properties of the request. They are there when the topic says it too, for those who understand them.
     *
     * @throws IllegalArgumentException when the application has set one of its own
     */
    public Properties properties(Properties own) {
        if (own.has(Property.RESPONSE_TOPIC) || own.has(Property.CORRELATION_DATA)) {
            throw new IllegalArgumentException("the metadata of a request has a response topic or correlation data; leave them"
                    + " out, since MqttRequestReply sets both");
        }
        return own.with(Property.RESPONSE_TOPIC, responseTopic()).with(Property.CORRELATION_DATA, correlationId.toBytes());
    }

    /** Which request a reply is for; {@code null} when it does not say, or says what no request can. */
    public static CorrelationId correlationId(String replyTopic, Publish reply) {
        byte[] data = reply.properties().binary(Property.CORRELATION_DATA);
        int level = replyTopic.length() + 1;
        if (data == null && reply.topic().length() <= level) {
            return null;
        }
        try {
            return CorrelationId.of(data == null ? Base64.getUrlDecoder().decode(reply.topic().substring(level)) : data);
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private String responseTopic() {
        return byTopic ? replyTopic + '/' + LEVEL.encodeToString(correlationId.toBytes()) : replyTopic;
    }
}
