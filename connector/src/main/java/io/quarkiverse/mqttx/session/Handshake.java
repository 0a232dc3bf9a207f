package io.quarkiverse.mqttx.session;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.WireLimits;

/** CONNECT and CONNACK: what we ask for, what the broker makes of it, and the version both speak (MQTT-5.0 §3.1, §3.2). */
final class Handshake {

    /** MQTT 3.1 allows client identifiers of 1 to 23 characters (MQTT-3.1 §3.1). */
    static final int MAX_CLIENT_ID_3_1 = 23;

    static final long MAX_PACKET_SIZE = 268_435_460L;

    private final SessionSettings settings;
    private final VersionNegotiation negotiation;
    private final boolean without31;
    private String clientId;
    private boolean cleanStart;
    private boolean connectedBefore;
    /** CONNECT went out, and no CONNACK has come. */
    private boolean unanswered;
    /** An earlier CONNECT had no answer. */
    private boolean answerMissed;

    Handshake(SessionSettings settings) {
        this.settings = settings;
        this.clientId = settings.clientId();
        without31 = clientId != null && clientId.length() > MAX_CLIENT_ID_3_1 && settings.versions().size() > 1;
        Set<ProtocolVersion> versions = EnumSet.copyOf(settings.versions());
        if (without31) {
            versions.remove(ProtocolVersion.V3_1);
        }
        negotiation = new VersionNegotiation(versions);
    }

    ProtocolVersion version() {
        return negotiation.version();
    }

    /** The session is that of an earlier process, of which nobody knows whether its last CONNECT was answered. */
    void restored() {
        answerMissed = true;
    }

    Connect connect(ConnectAttempt attempt, byte[] authenticationData) {
        answerMissed |= unanswered;
        unanswered = true;
        ProtocolVersion version = version();
        // A clean start with an expiry means: begin with nothing, but do not lose the session over a lost connection.
        boolean resume = version.is5() && connectedBefore && settings.sessionExpirySeconds() > 0;
        cleanStart = settings.cleanStart() && !resume;
        // A mechanism that proves a password must not be undone by a CONNECT that shows it.
        AuthenticationMethod method = settings.options().authentication();
        boolean credentials = method == null || method.credentialsInConnect();
        String username = credentials ? attempt.username() : null;
        String password = credentials ? attempt.password() : null;
        // MQTT 3.x does not allow a password without a user name, so an empty one is sent with it
        boolean nameless = username == null && password != null && !version.is5();
        return new Connect(version, clientId == null ? "" : clientId, cleanStart, settings.timing().keepAliveSeconds(),
                will(attempt),
                nameless ? "" : username, password == null ? null : password.getBytes(StandardCharsets.UTF_8),
                version.is5() ? properties(attempt, authenticationData) : Properties.EMPTY);
    }

    private Will will(ConnectAttempt attempt) {
        Will will = settings.will();
        return will == null || attempt.willPayload() == null ? will
                : new Will(will.topic(), attempt.willPayload(), will.qos(), will.retain(), will.properties());
    }

    private Properties properties(ConnectAttempt attempt, byte[] authenticationData) {
        Properties.Builder properties = Properties.builder()
                .add(Property.RECEIVE_MAXIMUM, settings.limits().receiveMaximum())
                .add(Property.MAXIMUM_PACKET_SIZE, (long) settings.limits().maxPacketSize());
        if (settings.sessionExpirySeconds() > 0) {
            properties.add(Property.SESSION_EXPIRY_INTERVAL, settings.sessionExpirySeconds());
        }
        if (settings.flow().topicAliasMaximum() > 0) {
            properties.add(Property.TOPIC_ALIAS_MAXIMUM, settings.flow().topicAliasMaximum());
        }
        ConnectOptions options = settings.options();
        if (options.requestResponseInformation()) {
            properties.add(Property.REQUEST_RESPONSE_INFORMATION, 1);
        }
        if (options.authentication() != null) {
            Authentication.addTo(properties, options.authentication(), authenticationData);
        }
        attempt.userProperties().forEach(property -> properties.add(Property.USER_PROPERTY, property));
        return properties.build();
    }

    /** DISCONNECT as the settings want it when the application ends. */
    Disconnect disconnectPacket() {
        ShutdownOptions shutdown = settings.options().shutdown();
        // before MQTT 5 the connection that ends the session has the will
        boolean will = shutdown.will()
                && (version().is5() || !shutdown.endsSession() || !settings.outlivesConnection(version()));
        int reasonCode = will ? ReasonCode.DISCONNECT_WITH_WILL : ReasonCode.SUCCESS;
        // 0 is allowed whatever CONNECT has said [MQTT-3.14.2-2]
        return shutdown.expirySeconds() == ShutdownOptions.KEEP || !version().is5() ? new Disconnect(reasonCode)
                : new Disconnect(reasonCode,
                        Properties.builder().add(Property.SESSION_EXPIRY_INTERVAL, shutdown.expirySeconds()).build());
    }

    /** Whether the broker claims a session that we have just asked it to discard [MQTT-3.2.2-2]. */
    boolean contradicts(ConnAck connAck) {
        return cleanStart && connAck.sessionPresent();
    }

    /**
     * Whether the broker goes on with the session that we know. MQTT 3.1 has no Session Present: what was not to be
     * discarded is taken for kept there, because to send again what the broker has is what every QoS allows, and to forget
     * it is not.
     */
    boolean resumes(ConnAck connAck) {
        return version().tellsSessionPresent() ? connAck.sessionPresent() : !cleanStart;
    }

    /**
     * Whether the session that the broker goes on with is certainly the one that we know. Session Present does not say so
     * when an earlier CONNECT had no answer: the broker may have lost our session then and begun another one, and that is
     * the one which is present now.
     */
    boolean isCertain(ConnAck connAck) {
        return connAck.sessionPresent() && !answerMissed;
    }

    /**
     * Whether the broker goes on with a session that others have begun: a process before this one, of which nothing is known
     * or only what was kept.
     */
    boolean inherits(ConnAck connAck) {
        return !connectedBefore && resumes(connAck);
    }

    /** The broker has accepted; what that says about the session was asked before. */
    NegotiatedSettings accepted(ConnAck connAck) {
        unanswered = false;
        answerMissed = false;
        Properties said = connAck.properties();
        String assigned = said.string(Property.ASSIGNED_CLIENT_IDENTIFIER);
        if (assigned != null) {
            clientId = assigned;
        }
        connectedBefore = true;
        return new NegotiatedSettings(version(), clientId, connAck.sessionPresent(),
                (int) said.number(Property.SERVER_KEEP_ALIVE, settings.timing().keepAliveSeconds()),
                said.number(Property.SESSION_EXPIRY_INTERVAL, settings.sessionExpirySeconds()),
                (int) said.number(Property.RECEIVE_MAXIMUM, WireLimits.MAX_TWO_BYTES),
                said.number(Property.MAXIMUM_PACKET_SIZE, MAX_PACKET_SIZE),
                (int) said.number(Property.MAXIMUM_QOS, 2),
                said.number(Property.RETAIN_AVAILABLE, 1) == 1,
                said.number(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 1) == 1,
                said.number(Property.SHARED_SUBSCRIPTION_AVAILABLE, 1) == 1,
                version().is5() && said.number(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 1) == 1,
                (int) said.number(Property.TOPIC_ALIAS_MAXIMUM, 0), said.string(Property.RESPONSE_INFORMATION),
                settings.limits().receiveMaximum(), settings.limits().maxPacketSize(),
                version().is5() ? settings.flow().topicAliasMaximum() : 0);
    }

    /** @param negotiated {@code null} when the broker has refused */
    ConnectResult result(ConnAck connAck, NegotiatedSettings negotiated) {
        return new ConnectResult(version(), reasonCode(connAck.code(), version()), connAck.sessionPresent(),
                Optional.ofNullable(connAck.properties().string(Property.REASON_STRING)),
                connAck.properties().userProperties(), Optional.ofNullable(negotiated));
    }

    /** The line for the operator at the end of a fall-back, else {@code null}. */
    String versionAccepted() {
        return negotiation.accepted();
    }

    ConnectRefusal refused(ConnAck connAck) {
        unanswered = false;
        ProtocolVersion asked = version();
        int code = reasonCode(connAck.code(), asked);
        String said = connAck.properties().string(Property.REASON_STRING);
        String reason = "CONNACK " + ReasonCode.describe(code) + (said == null ? "" : ": " + SafeText.of(said));
        return code == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION ? versionRefused(asked, reason)
                : new ConnectRefusal(code, reason, false, connAck.properties());
    }

    /** An answer to CONNECT that nobody can decode comes from a broker that does not know this version. */
    ConnectRefusal answeredWithNonsense(String problem) {
        return versionRefused(version(), "an answer that is no CONNACK: " + problem);
    }

    /** The broker has closed the connection before CONNACK; {@code null} when that may as well be the network. */
    ConnectRefusal closedSilently() {
        ProtocolVersion asked = version();
        return negotiation.closedSilently()
                ? new ConnectRefusal(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
                        "the broker closes the connection when asked for MQTT " + asked, true)
                : null;
    }

    private ConnectRefusal versionRefused(ProtocolVersion asked, String how) {
        boolean another = negotiation.refused(how);
        String reason = "the broker does not accept MQTT " + asked + ": " + how;
        if (!another && settings.options().authentication() != null) {
            reason += " (MQTT 3.1.1 and 3.1 were not tried, because they know no enhanced authentication)";
        } else if (!another && without31) {
            reason += " (MQTT 3.1 was not tried, because the client-id is longer than 23 characters)";
        }
        return new ConnectRefusal(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, reason, another);
    }

    /**
     * The return codes of MQTT 3.x (MQTT-3.1.1 §3.2.2.3) as reason codes. They are translated under MQTT 5 as well: a broker
     * that does not know it may answer in the form it knows.
     */
    private static int reasonCode(int code, ProtocolVersion version) {
        return switch (code) {
            case 1 -> ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
            case 2 -> ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
            case 3 -> ReasonCode.SERVER_UNAVAILABLE;
            case 4 -> ReasonCode.BAD_USER_NAME_OR_PASSWORD;
            case 5 -> ReasonCode.NOT_AUTHORIZED;
            default -> version.is5() || code >= 0x80 ? code : ReasonCode.UNSPECIFIED_ERROR;
        };
    }
}
