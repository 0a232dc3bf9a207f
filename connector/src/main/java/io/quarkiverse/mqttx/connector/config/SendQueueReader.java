package io.quarkiverse.mqttx.connector.config;

import java.util.Map;

import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;

/** What a channel or a client may have waiting to be sent. */
final class SendQueueReader {

    private static final Map<String, SendQueueOverflow> OVERFLOW = EnumChoices.of(SendQueueOverflow.values());
    private static final Map<String, Boolean> KEEP = EnumChoices.of("keep", true, "drop", false);
    private static final Map<String, Boolean> NACK = EnumChoices.of("nack", true, "ack", false);

    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;

    SendQueueReader(MqttConnectorCommonConfiguration attributes, AttributeReader reader) {
        this.attributes = attributes;
        this.reader = reader;
    }

    /** @param maxInflight how many may wait unless that is set */
    SendQueueSettings read(int maxInflight) {
        return new SendQueueSettings(
                reader.optionalNumber("send-queue-max-messages", attributes.getSendQueueMaxMessages(), 1, Integer.MAX_VALUE,
                        maxInflight),
                reader.optionalNumber("send-queue-max-bytes", attributes.getSendQueueMaxBytes(), 1, Long.MAX_VALUE,
                        SendQueueSettings.UNLIMITED),
                reader.choice("send-queue-overflow", attributes.getSendQueueOverflow(), OVERFLOW),
                reader.choice("send-queue-qos0-offline", attributes.getSendQueueQos0Offline(), KEEP),
                reader.bool("send-queue-compaction", attributes.getSendQueueCompaction()),
                reader.choice("send-queue-dropped", attributes.getSendQueueDropped(), NACK));
    }

    /** The same for a channel that sends replies, each of which is for somebody else. */
    SendQueueSettings readOfReplies(int maxInflight) {
        SendQueueSettings settings = read(maxInflight);
        if (settings.compaction()) {
            reader.problem("send-queue-compaction",
                    "contradicts reply=true, because each reply is for one request and none may be"
                            + " replaced by another; leave out one of the two",
                    "reply");
        }
        return settings;
    }
}
