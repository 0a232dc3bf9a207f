package io.quarkiverse.mqttx.connector.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.WireLimits;

/** The will: {@code will-topic} and what goes with it, or what the presence makes of it. */
final class WillReader {

    static final List<String> ONLY_IN_MQTT_5 = List.of("will-delay-seconds", "will-message-expiry-seconds",
            "will-content-type", "will-payload-utf8", "will-response-topic", "will-correlation-data", "will-user-properties");

    private static final List<String> IN_ALL_VERSIONS = List.of("will-flag", "will-topic", "will-payload", "will-qos",
            "will-retain", "will-on-shutdown");
    private static final long NEVER = -1;

    private final ChannelAttributes config;
    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;
    private final ConfigurationProblems problems;

    WillReader(ChannelAttributes config, MqttConnectorCommonConfiguration attributes, AttributeReader reader,
            ConfigurationProblems problems) {
        this.config = config;
        this.attributes = attributes;
        this.reader = reader;
        this.problems = problems;
    }

    /**
     * The will, or {@code null} when there is none.
     *
     * @param presence of the connection, whose offline message is the will, or {@code null}
     */
    Will read(Set<ProtocolVersion> versions, long sessionExpiry, Presence presence) {
        boolean flag = reader.bool("will-flag", attributes.getWillFlag());
        String topic = reader.text("will-topic", attributes.getWillTopic());
        byte[] payload = bytes("will-payload", reader.text("will-payload", attributes.getWillPayload()));
        int qos = reader.number("will-qos", attributes.getWillQos(), 0, 2);
        boolean retain = reader.bool("will-retain", attributes.getWillRetain());
        long delay = reader.number("will-delay-seconds", attributes.getWillDelaySeconds(), 0L, WireLimits.MAX_FOUR_BYTES);
        Properties properties = properties(delay);
        boolean off = config.isSet("will-flag") && !flag;
        if (presence != null) {
            refuseWillBesidesPresence(off);
            checkDelay(delay, versions, sessionExpiry);
            return presence.will(delay(delay).build());
        }
        if (off || topic == null) {
            // Without a will it does not matter what it would have been
            reader.asRead().keySet().removeIf(name -> name.startsWith("will-"));
            if (!off) {
                missingTopic();
            }
            return null;
        }
        reader.asRead().remove("will-flag");
        checkTopic("will-topic", topic);
        checkDelay(delay, versions, sessionExpiry);
        return new Will(topic, payload == null ? new byte[0] : payload, qos, retain, properties);
    }

    /** The properties of a will (MQTT-5.0 §3.1.3.2). */
    private Properties properties(long delay) {
        Properties.Builder properties = delay(delay);
        if (reader.bool("will-payload-utf8", attributes.getWillPayloadUtf8())) {
            properties.add(Property.PAYLOAD_FORMAT_INDICATOR, 1);
        }
        long expiry = reader.optionalNumber("will-message-expiry-seconds", attributes.getWillMessageExpirySeconds(), 0L,
                WireLimits.MAX_FOUR_BYTES, NEVER);
        if (expiry != NEVER) {
            properties.add(Property.MESSAGE_EXPIRY_INTERVAL, expiry);
        }
        add(properties, Property.CONTENT_TYPE, reader.wireText("will-content-type", "content type",
                attributes.getWillContentType()));
        String responseTopic = reader.text("will-response-topic", attributes.getWillResponseTopic());
        if (responseTopic != null) {
            checkTopic("will-response-topic", responseTopic);
        }
        add(properties, Property.RESPONSE_TOPIC, responseTopic);
        add(properties, Property.CORRELATION_DATA, bytes("will-correlation-data",
                reader.text("will-correlation-data", attributes.getWillCorrelationData())));
        reader.userProperties("will-user-properties", attributes.getWillUserProperties())
                .forEach(property -> properties.add(Property.USER_PROPERTY, property));
        return properties.build();
    }

    private static Properties.Builder delay(long delay) {
        Properties.Builder properties = Properties.builder();
        return delay == 0 ? properties : properties.add(Property.WILL_DELAY_INTERVAL, delay);
    }

    private static void add(Properties.Builder properties, Property property, Object value) {
        if (value != null) {
            properties.add(property, value);
        }
    }

    private byte[] bytes(String attribute, String text) {
        if (text == null) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > AttributeReader.MAX_STRING) {
            reader.problem(attribute, "is " + bytes.length + " bytes long; use 65535 or less");
        }
        return bytes;
    }

    /** A connection has one will; its delay suits the presence as well. */
    private void refuseWillBesidesPresence(boolean off) {
        set().filter(attribute -> !attribute.equals("will-delay-seconds"))
                .filter(attribute -> !(attribute.equals("will-flag") && off))
                .forEach(attribute -> reader.problem(attribute, "the will of the connection is taken by presence-topic, which"
                        + " says on its own that the connection is gone; leave out one of the two", "presence-topic"));
    }

    private void missingTopic() {
        set().forEach(attribute -> reader.problem(attribute,
                "there is no will without will-topic; set will-topic, or leave it out", "will-topic", "will-flag"));
    }

    private Stream<String> set() {
        return Stream.concat(IN_ALL_VERSIONS.stream(), ONLY_IN_MQTT_5.stream()).filter(config::isSet);
    }

    private void checkTopic(String attribute, String topic) {
        String problem = TopicName.problem(topic);
        if (problem != null) {
            reader.problem(attribute, problem);
        }
        reader.checkControls(attribute, "topic name", topic);
    }

    /** The broker publishes the will after the delay or when the session ends, whichever comes first (MQTT-5.0 §3.1.3.2.2). */
    private void checkDelay(long delay, Set<ProtocolVersion> versions, long sessionExpiry) {
        if (versions.contains(ProtocolVersion.V5) && delay > sessionExpiry) {
            problems.warning(config.channel(), "will-delay-seconds", "is cut to " + sessionExpiry
                    + ", because the will is published when the session ends; set session-expiry-seconds to " + delay
                    + " or more", "session-expiry-seconds", "auto-clean-session");
        }
    }
}
