package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.LimitOptions;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.model.TimingOptions;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.WireLimits;

/** Reads what CONNECT says: versions, client id, login, will and presence, and how the session works. */
record SessionReader(AttributeReader reader) {

    private static final int MAX_CLIENT_ID_3_1 = 23;
    /** Of what we send; no more than the broker takes. */
    private static final int OUTGOING_TOPIC_ALIASES = 16;
    /**
     * Before MQTT 5 the broker cannot tell its limit, and some end the connection of a client that exceeds it: mosquitto's
     * {@code max_inflight_messages} is 20.
     */
    private static final int QOS2_WINDOW_BEFORE_5 = 20;

    /**
     * @param maxInflight of the channel; it does not make connections differ
     * @param enhanced whether there is enhanced authentication, which must not get lost on the way to an older version
     */
    SessionSettings read(int maxInflight, boolean enhanced) {
        Set<ProtocolVersion> versions = versions(enhanced);
        boolean cleanStart = reader.get(AUTO_CLEAN_SESSION);
        long expiry = sessionExpiry(cleanStart);
        boolean willOnShutdown = reader.get(WILL_ON_SHUTDOWN);
        Presence presence = new PresenceReader(reader).read();
        Will will = new WillReader(reader).read(versions, expiry, presence);
        TimingOptions timing = new TimingOptions(reader.get(KEEP_ALIVE_SECONDS), reader.get(AUTO_KEEP_ALIVE),
                1000L * reader.get(CONNECT_TIMEOUT_SECONDS), 1000L * reader.get(ACK_TIMEOUT_SECONDS));
        LimitOptions limits = new LimitOptions(reader.get(RECEIVE_MAXIMUM), reader.get(MAX_MESSAGE_SIZE), maxInflight);
        return new SessionSettings(versions, clientId(versions, cleanStart, expiry), cleanStart, expiry, timing, limits,
                new Login(username(), password(versions)), will,
                new ConnectOptions(true, null, presence,
                        new ShutdownOptions(willOnShutdown && will != null && presence == null, onShutdown(expiry))),
                new FlowOptions(reader.get(TOPIC_ALIAS_MAXIMUM), OUTGOING_TOPIC_ALIASES,
                        FlowOptions.DEFAULT.firstSubscriptionIdentifier(),
                        QOS2_WINDOW_BEFORE_5, reader.get(ALLOW_CONTROL_CHARACTERS)));
    }

    private Set<ProtocolVersion> versions(boolean enhanced) {
        Set<ProtocolVersion> versions = reader.get(VERSION);
        if (!enhanced) {
            return versions;
        }
        if (!versions.contains(ProtocolVersion.V5)) {
            reader.problem(AUTHENTICATION, "needs MQTT 5; use version=5, or leave it out", VERSION);
        }
        return VERSION.choices().get("5");
    }

    private long sessionExpiry(boolean cleanStart) {
        return reader.get(SESSION_EXPIRY_SECONDS, cleanStart ? 0 : WireLimits.MAX_FOUR_BYTES);
    }

    /** How long the session lives when the application has ended. */
    private long onShutdown(long expiry) {
        String text = reader.get(SESSION_ON_SHUTDOWN);
        if (text == null || text.equalsIgnoreCase("keep") || text.equalsIgnoreCase("end")) {
            return text == null || text.equalsIgnoreCase("keep") ? ShutdownOptions.KEEP : 0;
        }
        long seconds = AttributeReader.fourByteInteger(text);
        if (seconds < 0) {
            reader.problem(SESSION_ON_SHUTDOWN,
                    "use one of keep, end, or for how many seconds, from 0 to 4294967295, the broker"
                            + " keeps the session");
        } else if (expiry == 0 && seconds > 0) {
            // [MQTT-3.14.2-2]
            reader.problem(SESSION_ON_SHUTDOWN, "a session that ends with the connection cannot be prolonged when it ends; set"
                    + " session-expiry-seconds to 1 or more, or leave it out", SESSION_EXPIRY_SECONDS, AUTO_CLEAN_SESSION);
        }
        return seconds;
    }

    /** {@code null} where one is to be generated, empty where the broker is to assign one. */
    private String clientId(Set<ProtocolVersion> versions, boolean cleanStart, long expiry) {
        String clientId = reader.get(CLIENT_ID);
        boolean generated = reader.get(AUTO_GENERATED_CLIENT_ID);
        boolean only5 = versions.equals(Set.of(ProtocolVersion.V5));
        if (clientId != null) {
            // It is said which; whether one would be generated makes no difference
            reader.forget(AUTO_GENERATED_CLIENT_ID);
            check(clientId, versions);
            reader.checkControls(CLIENT_ID, "client id", clientId);
            return clientId;
        }
        boolean persistent = !cleanStart || expiry > 0;
        if (!generated) {
            reader.problem(CLIENT_ID, "set it, because auto-generated-client-id is false", AUTO_GENERATED_CLIENT_ID);
        } else if (persistent && !only5) {
            reader.problem(CLIENT_ID, "set it, because a session that outlives the connection ("
                    + (cleanStart ? "session-expiry-seconds=" + expiry : "auto-clean-session=false")
                    + ") would be lost with a generated one; or use version=5, where the broker assigns one",
                    AUTO_CLEAN_SESSION, SESSION_EXPIRY_SECONDS, VERSION);
        }
        return persistent ? "" : null;
    }

    private void check(String clientId, Set<ProtocolVersion> versions) {
        if (versions.equals(Set.of(ProtocolVersion.V3_1)) && clientId.length() > MAX_CLIENT_ID_3_1) {
            reader.problem(CLIENT_ID, "is " + clientId.length() + " characters long; use 23 or less with version=3.1",
                    VERSION);
        } else if (TopicName.problem(clientId.replace('+', '-').replace('#', '-')) != null) {
            reader.problem(CLIENT_ID, "use at most 65535 bytes of UTF-8 text without NUL");
        }
    }

    /** The empty one is allowed, and is meant where there is a password. */
    private String username() {
        return reader.isEmptyText(USERNAME) && reader.isSet(PASSWORD)
                ? reader.textOrEmpty(USERNAME)
                : reader.wireText(USERNAME, "user name");
    }

    private String password(Set<ProtocolVersion> versions) {
        boolean named = reader.isSet(USERNAME) || reader.isEmptyText(USERNAME);
        // Without a user name, password= says that there is no password
        String password = reader.isSet(USERNAME) ? reader.textOrEmpty(PASSWORD)
                : reader.get(PASSWORD);
        if (password != null && !named && !versions.equals(Set.of(ProtocolVersion.V5))) {
            reader.problem(PASSWORD, "is set without username, which MQTT 3.1.1 and 3.1 do not allow; set username, or use"
                    + " version=5", USERNAME, VERSION);
        }
        if (password != null && MqttString.encodedLength(password) > MqttString.MAX_BYTES) {
            reader.problem(PASSWORD, "takes more than 65535 bytes in UTF-8; use a shorter one");
        }
        return password;
    }
}
