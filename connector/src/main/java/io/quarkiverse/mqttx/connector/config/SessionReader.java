package io.quarkiverse.mqttx.connector.config;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.WireLimits;

/** Who we are for the broker, and how the session with it works. */
final class SessionReader {

    private static final int MAX_CLIENT_ID_3_1 = 23;

    private static final Map<String, Set<ProtocolVersion>> VERSIONS = versions();
    /** Whether the session ends. */
    private static final Map<String, Boolean> ON_SHUTDOWN = EnumChoices.of("keep", false, "end", true);

    private final ChannelAttributes config;
    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;
    private final ConfigurationProblems problems;

    SessionReader(ChannelAttributes config, MqttConnectorCommonConfiguration attributes, AttributeReader reader,
            ConfigurationProblems problems) {
        this.config = config;
        this.attributes = attributes;
        this.reader = reader;
        this.problems = problems;
    }

    /**
     * @param maxInflight of the channel; it does not make connections differ
     * @param enhanced whether there is enhanced authentication, which must not get lost on the way to an older version
     */
    SessionSettings read(int maxInflight, boolean enhanced) {
        Set<ProtocolVersion> versions = versions(enhanced);
        boolean cleanStart = reader.bool("auto-clean-session", attributes.getAutoCleanSession(), true);
        long expiry = sessionExpiry(cleanStart);
        boolean willOnShutdown = reader.bool("will-on-shutdown", attributes.getWillOnShutdown());
        Presence presence = new PresenceReader(config, attributes, reader).read();
        Will will = new WillReader(config, attributes, reader, problems).read(versions, expiry, presence);
        return new SessionSettings(versions, clientId(versions, cleanStart, expiry), cleanStart, expiry,
                reader.number("keep-alive-seconds", attributes.getKeepAliveSeconds(), 0, WireLimits.MAX_TWO_BYTES),
                reader.bool("auto-keep-alive", attributes.getAutoKeepAlive()),
                reader.number("receive-maximum", attributes.getReceiveMaximum(), 1, WireLimits.MAX_TWO_BYTES),
                reader.number("max-message-size", attributes.getMaxMessageSize(), 1, Integer.MAX_VALUE),
                maxInflight,
                1000L * reader.number("connect-timeout-seconds", attributes.getConnectTimeoutSeconds(), 1,
                        AttributeReader.MAX_SECONDS),
                1000L * reader.number("ack-timeout-seconds", attributes.getAckTimeoutSeconds(), 0,
                        AttributeReader.MAX_SECONDS),
                username(), password(versions),
                will, options(expiry, presence, willOnShutdown && will != null && presence == null), flow());
    }

    private FlowOptions flow() {
        return new FlowOptions(
                reader.number("topic-alias-maximum", attributes.getTopicAliasMaximum(), 0, WireLimits.MAX_TWO_BYTES),
                reader.number("outgoing-topic-aliases", attributes.getOutgoingTopicAliases(), 0, WireLimits.MAX_TWO_BYTES),
                FlowOptions.DEFAULT.firstSubscriptionIdentifier(),
                reader.number("max-inflight-qos2", attributes.getMaxInflightQos2(), 1, WireLimits.MAX_TWO_BYTES),
                reader.bool(AttributeReader.CONTROLS, attributes.getAllowControlCharacters()));
    }

    private Set<ProtocolVersion> versions(boolean enhanced) {
        Set<ProtocolVersion> versions = reader.choice("version", attributes.getVersion(), VERSIONS);
        if (!enhanced) {
            return versions;
        }
        if (!versions.contains(ProtocolVersion.V5)) {
            reader.problem("authentication", "needs MQTT 5; use version=5, or leave it out", "version");
        }
        return VERSIONS.get("5");
    }

    private long sessionExpiry(boolean cleanStart) {
        long unlessSet = cleanStart ? 0 : WireLimits.MAX_FOUR_BYTES;
        return reader.number("session-expiry-seconds", attributes.getSessionExpirySeconds().orElse(unlessSet), 0L,
                WireLimits.MAX_FOUR_BYTES);
    }

    private ConnectOptions options(long expiry, Presence presence, boolean willOnShutdown) {
        long onDisconnect = expiryOnDisconnect(expiry);
        return new ConnectOptions(reader.userProperties("connect-user-properties", attributes.getConnectUserProperties()),
                reader.bool("request-response-information", attributes.getRequestResponseInformation()),
                reader.bool("request-problem-information", attributes.getRequestProblemInformation(), true),
                onDisconnect, null, presence, new ShutdownOptions(willOnShutdown, endsOnShutdown(onDisconnect)));
    }

    /** Whether the session ends with the application, whatever else was agreed on it. */
    private boolean endsOnShutdown(long onDisconnect) {
        String name = "session-on-shutdown";
        boolean end = reader.choice(name, attributes.getSessionOnShutdown(), ON_SHUTDOWN);
        if (config.isSet(name) && onDisconnect != ConnectOptions.UNCHANGED && end != (onDisconnect == 0)) {
            reader.problem(name, "contradicts session-expiry-on-disconnect-seconds, which "
                    + (onDisconnect == 0 ? "ends the session" : "keeps the session for " + onDisconnect + " s")
                    + "; leave out one of the two", "session-expiry-on-disconnect-seconds");
        }
        return end;
    }

    private long expiryOnDisconnect(long expiry) {
        String name = "session-expiry-on-disconnect-seconds";
        long onDisconnect = reader.optionalNumber(name, attributes.getSessionExpiryOnDisconnectSeconds(), 0L,
                WireLimits.MAX_FOUR_BYTES,
                ConnectOptions.UNCHANGED);
        if (expiry == 0 && onDisconnect > 0) {
            // [MQTT-3.14.2-2]
            reader.problem(name, "a session that ends with the connection cannot be prolonged when it ends; set"
                    + " session-expiry-seconds to 1 or more, or leave it out", "session-expiry-seconds", "auto-clean-session");
        }
        return onDisconnect;
    }

    /** {@code null} where one is to be generated, empty where the broker is to assign one. */
    private String clientId(Set<ProtocolVersion> versions, boolean cleanStart, long expiry) {
        String clientId = reader.text("client-id", attributes.getClientId());
        boolean generated = reader.bool("auto-generated-client-id", attributes.getAutoGeneratedClientId(), true);
        boolean only5 = versions.equals(Set.of(ProtocolVersion.V5));
        if (clientId != null) {
            // It is said which; whether one would be generated makes no difference
            reader.asRead().remove("auto-generated-client-id");
            check(clientId, versions);
            reader.checkControls("client-id", "client id", clientId);
            return clientId;
        }
        boolean persistent = !cleanStart || expiry > 0;
        if (!generated) {
            reader.problem("client-id", "set it, because auto-generated-client-id is false", "auto-generated-client-id");
        } else if (persistent && !only5) {
            reader.problem("client-id", "set it, because a session that outlives the connection ("
                    + (cleanStart ? "session-expiry-seconds=" + expiry : "auto-clean-session=false")
                    + ") would be lost with a generated one; or use version=5, where the broker assigns one",
                    "auto-clean-session", "session-expiry-seconds", "version");
        }
        return persistent ? "" : null;
    }

    private void check(String clientId, Set<ProtocolVersion> versions) {
        if (versions.equals(Set.of(ProtocolVersion.V3_1)) && clientId.length() > MAX_CLIENT_ID_3_1) {
            reader.problem("client-id", "is " + clientId.length() + " characters long; use 23 or less with version=3.1",
                    "version");
        } else if (TopicName.problem(clientId.replace('+', '-').replace('#', '-')) != null) {
            reader.problem("client-id", "use at most 65535 bytes of UTF-8 text without NUL");
        }
    }

    /** The empty one is allowed, and is meant where there is a password. */
    private String username() {
        return config.isEmptyText("username") && config.isSet("password")
                ? reader.textOrEmpty("username", attributes.getUsername())
                : reader.wireText("username", "user name", attributes.getUsername());
    }

    private String password(Set<ProtocolVersion> versions) {
        boolean named = config.isSet("username") || config.isEmptyText("username");
        // Without a user name, password= says that there is no password
        String password = config.isSet("username") ? reader.textOrEmpty("password", attributes.getPassword())
                : reader.text("password", attributes.getPassword());
        if (password != null && !named && !versions.equals(Set.of(ProtocolVersion.V5))) {
            reader.problem("password", "is set without username, which MQTT 3.1.1 and 3.1 do not allow; set username, or use"
                    + " version=5", "username", "version");
        }
        if (password != null && MqttString.encodedLength(password) > MqttString.MAX_BYTES) {
            reader.problem("password", "takes more than 65535 bytes in UTF-8; use a shorter one");
        }
        return password;
    }

    private static Map<String, Set<ProtocolVersion>> versions() {
        Map<String, Set<ProtocolVersion>> versions = new LinkedHashMap<>();
        versions.put("auto", EnumSet.allOf(ProtocolVersion.class));
        versions.put("5", EnumSet.of(ProtocolVersion.V5));
        versions.put("3.1.1", EnumSet.of(ProtocolVersion.V3_1_1));
        versions.put("4", versions.get("3.1.1"));
        versions.put("3.1", EnumSet.of(ProtocolVersion.V3_1));
        versions.put("3", versions.get("3.1"));
        return versions;
    }
}
