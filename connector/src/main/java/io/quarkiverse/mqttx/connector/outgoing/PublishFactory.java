package io.quarkiverse.mqttx.connector.outgoing;

import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.convert.PayloadWriter;
import io.quarkiverse.mqttx.connector.convert.PayloadWriters;
import io.quarkiverse.mqttx.connector.message.MetadataProperties;
import io.quarkiverse.mqttx.connector.reply.ReplyAddress;
import io.quarkiverse.mqttx.connector.reply.RequestAddress;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicName;

/**
 * Creates the PUBLISH of a message: topic, QoS, retain flag and properties come from its metadata, otherwise from the
 * attributes. For any thread.
 */
@AnyThread
public final class PublishFactory {

    private static final Logger log = Logger.getLogger(PublishFactory.class);

    private final OutgoingSettings settings;
    private final ReconnectingClient client;
    private final PayloadWriters writers;
    private final OutgoingTopic topics;
    private final OutgoingProperties properties;
    private final List<TopicFilter> replyTopics;
    private final RefusedTopics refused = new RefusedTopics();
    /** Messages may be requests that want a reply. */
    private volatile boolean requests;
    /** Said twice at worst. */
    private boolean leftOutSaid;

    public PublishFactory(OutgoingSettings settings, ReconnectingClient client, PayloadWriters writers) {
        this.settings = settings;
        this.client = client;
        this.writers = writers;
        this.topics = new OutgoingTopic(settings.channel(), settings.defaults().topic());
        this.properties = new OutgoingProperties(settings);
        this.replyTopics = settings.replyTopics().stream().map(TopicFilter::of).toList();
    }

    /** From now on messages may say where they want a reply. */
    void sendRequests() {
        requests = true;
    }

    /**
     * {@code null} for a reply to what is no request, where the channel names no topic for those.
     *
     * @throws PublishException for a reply to a request that wants it where it must not go, and for what comes from a repeated
     *         message and was refused before
     * @throws RuntimeException when there is no topic to publish to, or no way to make bytes of the payload
     */
    public Publish packet(Message<?> message) {
        int qos = settings.defaults().qos();
        boolean retain = settings.defaults().retain();
        Properties own = Properties.EMPTY;
        OutgoingMqttMetadata metadata = message.getMetadata().get(OutgoingMqttMetadata.class).orElse(null);
        if (metadata != null) {
            qos = metadata.getQos() == null ? qos : metadata.getQos();
            retain = metadata.getRetain() == null ? retain : metadata.getRetain();
            own = MetadataProperties.of(metadata);
            if (!own.isEmpty()) {
                lookAfterVersion();
            }
        }
        ReplyAddress requester = requester(message, metadata);
        String topic = requester == null ? topics.of(message, metadata) : requester.topic();
        if (requester != null) {
            checkAllowed(requester.topic());
            own = requester.properties(own);
        } else if (topic == null && settings.reply()) {
            return null;
        }
        RequestAddress request = requests ? message.getMetadata().get(RequestAddress.class).orElse(null) : null;
        if (request != null) {
            topic = request.topic(topic);
            own = request.properties(own);
        }
        if (topic == null) {
            throw new IllegalArgumentException("channel '" + settings.channel()
                    + "': no topic; set the attribute 'topic' or give the message OutgoingMqttMetadata with one");
        }
        if (!refused.isEmpty() && isOfRepeated(message) && refused.contains(topic, System.nanoTime())) {
            throw new PublishException("the broker has refused a message to " + SafeText.quote(topic)
                    + " before, and has sent the message that it answers once more", ReasonCode.NOT_AUTHORIZED);
        }
        Object payload = message.getPayload();
        PayloadWriter writer = writers.writer(payload, own.string(Property.CONTENT_TYPE));
        return new Publish(topic, writer.write(payload), qos, retain, false, 0, properties.of(own, writer.properties()));
    }

    private void checkAllowed(String replyTopic) {
        String problem = TopicName.problem(replyTopic);
        for (int i = 0; i < replyTopics.size() && problem == null; i++) {
            if (replyTopics.get(i).matches(replyTopic)) {
                return;
            }
        }
        throw new PublishException(problem != null ? problem
                : "no filter of reply-allowed-topics matches the reply topic " + SafeText.quote(replyTopic),
                ReasonCode.TOPIC_NAME_INVALID);
    }

    /** Where a request says that the message goes; {@code null} when it is no reply. */
    String replyTopic(Message<?> message) {
        ReplyAddress requester = requester(message, message.getMetadata(OutgoingMqttMetadata.class).orElse(null));
        return requester == null ? null : requester.topic();
    }

    /** The broker does not allow it where this message goes. */
    void refused(Message<?> message) {
        if (message.getMetadata().get(IncomingMqttMetadata.class).isPresent()) {
            OutgoingMqttMetadata metadata = message.getMetadata().get(OutgoingMqttMetadata.class).orElse(null);
            ReplyAddress requester = requester(message, metadata);
            refused.add(requester == null ? topics.of(message, metadata) : requester.topic(), System.nanoTime());
        }
    }

    /** Whether it comes from a message that the broker has sent before. */
    static boolean isOfRepeated(Message<?> message) {
        return message.getMetadata().get(IncomingMqttMetadata.class).filter(IncomingMqttMetadata::isDuplicate).isPresent();
    }

    /** Who wants this reply; {@code null} also when the application says otherwise where it goes. */
    private ReplyAddress requester(Message<?> message, OutgoingMqttMetadata metadata) {
        if (!settings.reply() || metadata != null && metadata.getTopic() != null) {
            return null;
        }
        return message.getMetadata().get(IncomingMqttMetadata.class).flatMap(ReplyAddress::of).orElse(null);
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
