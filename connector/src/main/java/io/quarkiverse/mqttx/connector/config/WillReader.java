package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.attribute.Need;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.MqttString;

/** The will: {@code will-topic} and what goes with it, or what the presence makes of it. */
final class WillReader {

    private final ChannelAttributes config;
    private final AttributeReader reader;
    private final ConfigurationProblems problems;

    WillReader(ChannelAttributes config, AttributeReader reader, ConfigurationProblems problems) {
        this.config = config;
        this.reader = reader;
        this.problems = problems;
    }

    /**
     * The will, or {@code null} when there is none.
     *
     * @param presence of the connection, whose offline message is the will, or {@code null}
     */
    Will read(Set<ProtocolVersion> versions, long sessionExpiry, Presence presence) {
        boolean flag = reader.get(WILL_FLAG);
        String topic = reader.get(WILL_TOPIC);
        byte[] payload = bytes(WILL_PAYLOAD);
        int qos = reader.get(WILL_QOS);
        boolean retain = reader.get(WILL_RETAIN);
        long delay = reader.get(WILL_DELAY_SECONDS);
        boolean off = reader.isSet(WILL_FLAG) && !flag;
        if (presence != null) {
            refuseWillBesidesPresence(off);
            checkDelay(delay, versions, sessionExpiry);
            return presence.will(properties(delay));
        }
        if (off || topic == null) {
            // Without a will it does not matter what it would have been
            reader.asRead().keySet().removeIf(name -> name.startsWith("will-"));
            if (!off) {
                reader.problemsWithout(Need.WILL);
            }
            return null;
        }
        reader.forget(WILL_FLAG);
        reader.checkTopicName(WILL_TOPIC, topic);
        checkDelay(delay, versions, sessionExpiry);
        return new Will(topic, payload == null ? new byte[0] : payload, qos, retain, properties(delay));
    }

    /** The properties of a will (MQTT-5.0 §3.1.3.2). */
    private static Properties properties(long delay) {
        return delay == 0 ? Properties.EMPTY : Properties.builder().add(Property.WILL_DELAY_INTERVAL, delay).build();
    }

    private byte[] bytes(Attribute<String> attribute) {
        String text = reader.get(attribute);
        if (text == null) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MqttString.MAX_BYTES) {
            reader.problem(attribute, "is " + bytes.length + " bytes long; use 65535 or less");
        }
        return bytes;
    }

    /** A connection has one will; its delay suits the presence as well. */
    private void refuseWillBesidesPresence(boolean off) {
        Stream.concat(Stream.of(WILL_TOPIC),
                Attributes.all().stream().filter(attribute -> attribute.needs().contains(Need.WILL)))
                .filter(attribute -> attribute != WILL_DELAY_SECONDS && !(attribute == WILL_FLAG && off))
                .filter(reader::isSet)
                .forEach(attribute -> reader.problem(attribute, "the will of the connection is taken by presence-topic, which"
                        + " says on its own that the connection is gone; leave out one of the two", PRESENCE_TOPIC));
    }

    /** The broker publishes the will after the delay or when the session ends, whichever comes first (MQTT-5.0 §3.1.3.2.2). */
    private void checkDelay(long delay, Set<ProtocolVersion> versions, long sessionExpiry) {
        if (versions.contains(ProtocolVersion.V5) && delay > sessionExpiry) {
            problems.warning(config.channel(), WILL_DELAY_SECONDS.name(), "is cut to " + sessionExpiry
                    + ", because the will is published when the session ends; set session-expiry-seconds to " + delay
                    + " or more", SESSION_EXPIRY_SECONDS.name(), AUTO_CLEAN_SESSION.name());
        }
    }
}
