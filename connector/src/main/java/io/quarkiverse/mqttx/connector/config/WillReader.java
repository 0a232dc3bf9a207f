package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.attribute.Need;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.WireLimits;

/** The will: {@code will-topic} and what goes with it, or what the presence makes of it. */
record WillReader(AttributeReader reader) {

    private static final String USER = "user.";

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
        Properties properties = properties(delay);
        boolean off = reader.isSet(WILL_FLAG) && !flag;
        if (presence != null) {
            refuseWillBesidesPresence(off);
            checkDelay(delay, versions, sessionExpiry);
            return presence.will(delay(delay).build());
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
        return new Will(topic, payload == null ? new byte[0] : payload, qos, retain, properties);
    }

    /** The properties of a will (MQTT-5.0 §3.1.3.2). */
    private Properties properties(long delay) {
        Properties.Builder properties = delay(delay);
        Set<String> seen = new HashSet<>();
        for (UserProperty property : reader.userProperties(WILL_PROPERTIES)) {
            if (!seen.add(property.name()) && !property.name().startsWith(USER)) {
                // but user properties, a property that is there twice ends the connection (MQTT-5.0 §3.1.3.2)
                reader.problem(WILL_PROPERTIES, "names '" + property.name() + "' twice; name it once");
            }
            add(properties, property.name(), property.value());
        }
        return properties.build();
    }

    private static Properties.Builder delay(long delay) {
        Properties.Builder properties = Properties.builder();
        return delay == 0 ? properties : properties.add(Property.WILL_DELAY_INTERVAL, delay);
    }

    private void add(Properties.Builder properties, String name, String value) {
        switch (name) {
            case "content-type" -> properties.add(Property.CONTENT_TYPE, value);
            case "response-topic" -> {
                String problem = TopicName.problem(value);
                if (problem != null) {
                    reader.problem(WILL_PROPERTIES, problem);
                }
                properties.add(Property.RESPONSE_TOPIC, value);
            }
            case "correlation-data" -> properties.add(Property.CORRELATION_DATA, bytes(WILL_PROPERTIES, value));
            case "message-expiry-seconds" -> properties.add(Property.MESSAGE_EXPIRY_INTERVAL, seconds(value));
            case "payload-utf8" -> {
                if (!value.equals("true") && !value.equals("false")) {
                    reader.problem(WILL_PROPERTIES, "has '" + value + "' for payload-utf8; use true or false");
                }
                if (value.equals("true")) {
                    properties.add(Property.PAYLOAD_FORMAT_INDICATOR, 1);
                }
            }
            default -> {
                if (name.startsWith(USER) && name.length() > USER.length()) {
                    properties.add(Property.USER_PROPERTY, new UserProperty(name.substring(USER.length()), value));
                } else {
                    reader.problem(WILL_PROPERTIES, "names '" + name + "'; use content-type, message-expiry-seconds,"
                            + " payload-utf8, response-topic, correlation-data, or user.NAME");
                }
            }
        }
    }

    private long seconds(String text) {
        long seconds = AttributeReader.fourByteInteger(text);
        if (seconds < 0) {
            reader.problem(WILL_PROPERTIES,
                    "has '" + text + "' for message-expiry-seconds; use 0 to " + WireLimits.MAX_FOUR_BYTES);
        }
        return Math.max(0, seconds);
    }

    private byte[] bytes(Attribute<String> attribute) {
        String text = reader.get(attribute);
        return text == null ? null : bytes(attribute, text);
    }

    private byte[] bytes(Attribute<String> attribute, String text) {
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
                .forEach(attribute -> reader.problem(attribute, "presence-topic already uses the will of the connection;"
                        + " leave out one of the two", PRESENCE_TOPIC));
    }

    /** The broker publishes the will after the delay or when the session ends, whichever comes first (MQTT-5.0 §3.1.3.2.2). */
    private void checkDelay(long delay, Set<ProtocolVersion> versions, long sessionExpiry) {
        if (versions.contains(ProtocolVersion.V5) && delay > sessionExpiry) {
            reader.warning(WILL_DELAY_SECONDS, "is cut to " + sessionExpiry
                    + ", because the will is published when the session ends; set session-expiry-seconds to " + delay
                    + " or more", SESSION_EXPIRY_SECONDS, AUTO_CLEAN_SESSION);
        }
    }
}
