package io.quarkiverse.mqttx.connector;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.OutgoingSettings;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.session.NegotiatedSettings;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.TopicName;

/**
 * Makes the packet of a message: topic, QoS, retain flag and properties from its metadata, and from the attributes what that
 * leaves open. For any thread.
 */
final class PublishFactory {

    private static final Logger log = Logger.getLogger(PublishFactory.class);

    private final OutgoingSettings settings;
    private final ReconnectingClient client;
    private final PayloadEncoder encoder;
    private final OutgoingTopic topics;
    private final OutgoingProperties properties;
    /** Said twice at worst. */
    private boolean leftOutSaid;

    PublishFactory(OutgoingSettings settings, ReconnectingClient client, PayloadEncoder encoder) {
        this.settings = settings;
        this.client = client;
        this.encoder = encoder;
        this.topics = new OutgoingTopic(settings.channel(), settings.topic());
        this.properties = new OutgoingProperties(settings);
    }

    /** @throws RuntimeException when there is no topic to publish to, or no way to make bytes of the payload */
    Publish packet(Message<?> message) {
        int qos = settings.qos();
        boolean retain = settings.retain();
        Properties own = Properties.EMPTY;
        OutgoingMqttMetadata metadata = message.getMetadata().get(OutgoingMqttMetadata.class).orElse(null);
        if (metadata != null) {
            qos = metadata.getQos() == null ? qos : metadata.getQos();
            retain = metadata.getRetain() == null ? retain : metadata.getRetain();
            own = metadata.getProperties();
            if (!own.isEmpty()) {
                lookAfterVersion();
            }
        }
        String topic = topics.of(message, metadata);
        String problem = topic == null ? "no topic; set the attribute 'topic' or give the message OutgoingMqttMetadata with one"
                : TopicName.problem(topic);
        if (problem != null) {
            throw new IllegalArgumentException("channel '" + settings.channel() + "': " + problem);
        }
        return new Publish(topic, encoder.encode(message.getPayload()), qos, retain, false, 0, properties.of(own));
    }

    /** Properties are left out before MQTT 5; that is said once. */
    private void lookAfterVersion() {
        if (!leftOutSaid) {
            NegotiatedSettings negotiated = client.status().negotiated();
            if (negotiated != null && !negotiated.version().is5()) {
                leftOutSaid = true;
                log.warnf("Channel '%s': messages have MQTT 5 properties in their OutgoingMqttMetadata, which are left out,"
                        + " because the connection speaks MQTT %s", settings.channel(), negotiated.version());
            }
        }
    }
}
