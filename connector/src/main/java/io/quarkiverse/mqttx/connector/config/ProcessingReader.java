package io.quarkiverse.mqttx.connector.config;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.MqttConnectorIncomingConfiguration;
import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.topic.TopicTemplate;
import io.quarkiverse.mqttx.topic.WireLimits;

/** How many messages of an incoming channel the application gets at a time: in batches, or by key. */
final class ProcessingReader {

    private final MqttConnectorIncomingConfiguration attributes;
    private final AttributeReader reader;

    ProcessingReader(MqttConnectorIncomingConfiguration attributes, AttributeReader reader) {
        this.attributes = attributes;
        this.reader = reader;
    }

    /** @param topics of the channel, with their variables */
    Processing read(List<String> topics) {
        Processing processing = new Processing(reader.bool("batch", attributes.getBatch()),
                reader.number("batch-size", attributes.getBatchSize(), 1, WireLimits.MAX_TWO_BYTES),
                Duration.ofMillis(reader.number("batch-window-ms", attributes.getBatchWindowMs(), 1,
                        Integer.MAX_VALUE)),
                key(topics), reader.number("max-concurrency", attributes.getMaxConcurrency(), 1, WireLimits.MAX_TWO_BYTES));
        if (processing.batch() && processing.key() != null) {
            reader.problem("concurrency-key", "contradicts batch=true, because a batch holds messages with many keys; leave out"
                    + " one of the two", "batch");
        }
        return processing;
    }

    private ConcurrencyKey key(List<String> topics) {
        String text = reader.text("concurrency-key", attributes.getConcurrencyKey());
        if (text == null) {
            return null;
        }
        ConcurrencyKey key = ConcurrencyKey.parse(text);
        if (key == null) {
            reader.problem("concurrency-key", ConcurrencyKey.CHOICES);
        } else if (key.source() == ConcurrencyKey.Source.TOPIC_VARIABLE) {
            checkVariable(key.name(), topics);
        }
        return key;
    }

    private void checkVariable(String name, List<String> topics) {
        TreeSet<String> known = new TreeSet<>();
        for (String topic : topics) {
            if (TopicTemplate.problem(topic) == null) {
                known.addAll(TopicTemplate.of(topic).names());
            }
        }
        if (!known.contains(name)) {
            reader.problem("concurrency-key", "names a variable that no topic of the channel has; "
                    + (known.isEmpty() ? "name a level of it, as in 'plant/{" + name + "}/temperature'"
                            : "they have " + String.join(", ", known)),
                    "topic");
        }
    }
}
