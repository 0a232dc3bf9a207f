package io.quarkiverse.mqttx.connector.config;

import java.util.Map;

import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.session.model.OutboxOverflow;
import io.quarkiverse.mqttx.session.model.OutboxSettings;

/** What a channel or a client may have waiting to be sent. */
final class OutboxReader {

    private static final Map<String, OutboxOverflow> OVERFLOW = Choices.of(OutboxOverflow.values());
    private static final Map<String, Boolean> KEEP = Choices.of("keep", true, "drop", false);
    private static final Map<String, Boolean> NACK = Choices.of("nack", true, "ack", false);

    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;

    OutboxReader(MqttConnectorCommonConfiguration attributes, AttributeReader reader) {
        this.attributes = attributes;
        this.reader = reader;
    }

    /** @param maxInflight how many may wait unless that is set */
    OutboxSettings read(int maxInflight) {
        return new OutboxSettings(
                reader.optionalNumber("outbox-max-messages", attributes.getOutboxMaxMessages(), 1, Integer.MAX_VALUE,
                        maxInflight),
                reader.optionalNumber("outbox-max-bytes", attributes.getOutboxMaxBytes(), 1, Long.MAX_VALUE,
                        OutboxSettings.UNLIMITED),
                reader.choice("outbox-overflow", attributes.getOutboxOverflow(), OVERFLOW),
                reader.choice("outbox-qos0-offline", attributes.getOutboxQos0Offline(), KEEP),
                reader.bool("outbox-compaction", attributes.getOutboxCompaction()),
                reader.choice("outbox-dropped", attributes.getOutboxDropped(), NACK));
    }

    /** The same for a channel that sends replies, each of which is for somebody else. */
    OutboxSettings readOfReplies(int maxInflight) {
        OutboxSettings settings = read(maxInflight);
        if (settings.compaction()) {
            reader.problem("outbox-compaction", "contradicts reply=true, because each reply is for one request and none may be"
                    + " replaced by another; leave out one of the two", "reply");
        }
        return settings;
    }
}
