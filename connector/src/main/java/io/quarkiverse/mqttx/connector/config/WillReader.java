package io.quarkiverse.mqttx.connector.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.session.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.TopicName;

/** The will: {@code will-topic} and what goes with it. */
final class WillReader {

    private static final long MAX_DELAY = 0xFFFFFFFFL;
    private static final int MAX_PAYLOAD = 65535;

    private final ChannelConfig config;
    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;
    private final Findings findings;

    WillReader(ChannelConfig config, MqttConnectorCommonConfiguration attributes, AttributeReader reader,
            Findings findings) {
        this.config = config;
        this.attributes = attributes;
        this.reader = reader;
        this.findings = findings;
    }

    /** The will, or {@code null} when there is none. */
    Will read(Set<ProtocolVersion> versions, long sessionExpiry) {
        boolean flag = reader.bool("will-flag", attributes.getWillFlag());
        String topic = reader.text("will-topic", attributes.getWillTopic());
        String payload = reader.text("will-payload", attributes.getWillPayload());
        int qos = reader.number("will-qos", attributes.getWillQos(), 0, 2);
        boolean retain = reader.bool("will-retain", attributes.getWillRetain());
        long delay = reader.number("will-delay-seconds", attributes.getWillDelaySeconds(), 0L, MAX_DELAY);
        boolean off = config.isSet("will-flag") && !flag;
        if (off || topic == null) {
            // Without a will it does not matter what it would have been
            reader.asRead().keySet().removeIf(name -> name.startsWith("will-"));
            if (!off) {
                missingTopic();
            }
            return null;
        }
        reader.asRead().remove("will-flag");
        byte[] bytes = payload == null ? new byte[0] : payload.getBytes(StandardCharsets.UTF_8);
        check(topic, bytes);
        checkDelay(delay, versions, sessionExpiry);
        Properties properties = delay == 0 ? Properties.EMPTY
                : Properties.builder().add(Property.WILL_DELAY_INTERVAL, delay).build();
        return new Will(topic, bytes, qos, retain, properties);
    }

    private void missingTopic() {
        for (String attribute : List.of("will-flag", "will-payload", "will-qos", "will-retain", "will-delay-seconds")) {
            if (config.isSet(attribute)) {
                reader.problem(attribute, "there is no will without will-topic; set will-topic, or leave it out",
                        "will-topic", "will-flag");
            }
        }
    }

    private void check(String topic, byte[] payload) {
        String problem = TopicName.problem(topic);
        if (problem != null) {
            reader.problem("will-topic", problem);
        }
        if (payload.length > MAX_PAYLOAD) {
            reader.problem("will-payload", "is " + payload.length + " bytes long; use 65535 or less");
        }
    }

    /** The broker publishes the will after the delay or when the session ends, whichever comes first (MQTT-5.0 §3.1.3.2.2). */
    private void checkDelay(long delay, Set<ProtocolVersion> versions, long sessionExpiry) {
        if (versions.contains(ProtocolVersion.V5) && delay > sessionExpiry) {
            findings.warning(config.channel(), "will-delay-seconds", "is cut to " + sessionExpiry
                    + ", because the will is published when the session ends; set session-expiry-seconds to " + delay
                    + " or more", "session-expiry-seconds", "auto-clean-session");
        }
    }
}
