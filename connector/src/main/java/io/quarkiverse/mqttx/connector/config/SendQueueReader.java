package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.CommonAttributes.*;
import static io.quarkiverse.mqttx.connector.config.attribute.OutgoingAttributes.REPLY;

import io.quarkiverse.mqttx.session.model.SendQueueSettings;

/** What a channel or a client may have waiting to be sent. */
final class SendQueueReader {

    private final AttributeReader reader;

    SendQueueReader(AttributeReader reader) {
        this.reader = reader;
    }

    /**
     * @param maxInflight how many may wait unless that is set
     * @param reply whether they are replies, each of which is for somebody else
     */
    SendQueueSettings read(int maxInflight, boolean reply) {
        SendQueueSettings settings = new SendQueueSettings(reader.get(SEND_QUEUE_MAX_MESSAGES, maxInflight),
                reader.get(SEND_QUEUE_MAX_BYTES, SendQueueSettings.UNLIMITED), reader.get(SEND_QUEUE_OVERFLOW),
                reader.get(SEND_QUEUE_QOS0_OFFLINE), reader.get(SEND_QUEUE_COMPACTION), reader.get(SEND_QUEUE_DROPPED));
        if (reply && settings.compaction()) {
            reader.problem(SEND_QUEUE_COMPACTION, "contradicts reply=true, because each reply is for one request and none may"
                    + " be replaced by another; leave out one of the two", REPLY);
        }
        return settings;
    }
}
