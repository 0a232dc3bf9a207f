package io.quarkiverse.mqttx.connector;

import io.quarkiverse.mqttx.connector.config.OutgoingSettings;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.TopicName;

/**
 * Makes the packet of a message: topic, QoS and retain flag from its metadata, and from the attributes what that leaves open.
 * For any thread.
 */
final class PublishFactory {

    private final OutgoingSettings settings;
    private final PayloadEncoder encoder;

    PublishFactory(OutgoingSettings settings, PayloadEncoder encoder) {
        this.settings = settings;
        this.encoder = encoder;
    }

    /**
     * @param metadata may be {@code null}
     * @throws RuntimeException when there is no topic to publish to, or no way to make bytes of the payload
     */
    Publish packet(Object payload, OutgoingMqttMetadata metadata) {
        String topic = settings.topic();
        int qos = settings.qos();
        boolean retain = settings.retain();
        Properties properties = Properties.EMPTY;
        if (metadata != null) {
            topic = metadata.getTopic() == null ? topic : metadata.getTopic();
            qos = metadata.getQos() == null ? qos : metadata.getQos();
            retain = metadata.getRetain() == null ? retain : metadata.getRetain();
            properties = metadata.properties();
        }
        String problem = topic == null ? "no topic; set the attribute 'topic' or give the message OutgoingMqttMetadata with one"
                : TopicName.problem(topic);
        if (problem != null) {
            throw new IllegalArgumentException("channel '" + settings.channel() + "': " + problem);
        }
        return new Publish(topic, encoder.encode(payload), qos, retain, false, 0, properties);
    }
}
