package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes.*;

import java.util.List;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes;
import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** How many messages of an incoming channel the application gets at a time: in batches, or by key. */
record ProcessingReader(AttributeReader reader) {

    /** @param topics of the channel, with their variables */
    Processing read(List<String> topics) {
        Processing processing = new Processing(reader.get(BATCH), reader.get(BATCH_SIZE),
                reader.millis(BATCH_WINDOW_MS), key(topics), reader.get(MAX_CONCURRENCY));
        if (processing.batch() && processing.key() != null) {
            reader.problem(CONCURRENCY_KEY, "contradicts batch=true, because a batch holds messages with many keys; leave out"
                    + " one of the two", BATCH);
        }
        return processing;
    }

    private ConcurrencyKey key(List<String> topics) {
        String text = reader.get(CONCURRENCY_KEY);
        if (text == null) {
            return null;
        }
        ConcurrencyKey key = ConcurrencyKey.parse(text);
        if (key == null) {
            reader.problem(CONCURRENCY_KEY, ConcurrencyKey.CHOICES);
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
            reader.problem(CONCURRENCY_KEY, "names a variable that no topic of the channel has; "
                    + (known.isEmpty() ? "name a level of it, as in 'plant/{" + name + "}/temperature'"
                            : "they have " + String.join(", ", known)),
                    IncomingAttributes.TOPIC);
        }
    }
}
