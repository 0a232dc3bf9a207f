package io.quarkiverse.mqttx.session.model;

import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.packet.Will;

/**
 * What the session needs to know of the configuration; validated before it gets here.
 *
 * @param versions the versions to try; one when the version is pinned, all three for {@code auto}
 * @param clientId never empty unless {@code versions} is MQTT 5 only and the broker is to assign one
 * @param cleanStart Clean Start in MQTT 5, Clean Session in 3.x
 * @param sessionExpirySeconds 0 to 4294967295; sent in MQTT 5 when not 0
 * @param timing how long it waits for its peer
 * @param limits how much it takes and sends
 * @param login user name and password
 * @param will or {@code null}
 * @param options what else CONNECT and DISCONNECT say
 * @param flow topic aliases and subscription identifiers
 */
public record SessionSettings(Set<ProtocolVersion> versions, String clientId, boolean cleanStart, long sessionExpirySeconds,
        TimingOptions timing, LimitOptions limits, Login login, Will will, ConnectOptions options, FlowOptions flow) {

    /** The same with another client id and another window. */
    public SessionSettings with(String otherClientId, int otherMaxInflight) {
        return with(otherClientId, otherMaxInflight, flow);
    }

    /** The same with another client id, another window, and other labels of messages. */
    public SessionSettings with(String otherClientId, int otherMaxInflight, FlowOptions otherFlow) {
        LimitOptions otherLimits = new LimitOptions(limits.receiveMaximum(), limits.maxPacketSize(), otherMaxInflight);
        return new SessionSettings(versions, otherClientId, cleanStart, sessionExpirySeconds, timing, otherLimits, login, will,
                options, otherFlow);
    }

    /** The same for another client. */
    public SessionSettings with(String otherClientId, Login otherLogin) {
        return new SessionSettings(versions, otherClientId, cleanStart, sessionExpirySeconds, timing, limits, otherLogin, will,
                options, flow);
    }

    /** The same with enhanced authentication. */
    public SessionSettings with(AuthenticationMethod method) {
        return new SessionSettings(versions, clientId, cleanStart, sessionExpirySeconds, timing, limits, login, will,
                options.with(method), flow);
    }

    /**
     * With them a broker is told to forget the session and to begin none (MQTT-3.1.1 §3.1.2.4): a clean session in this
     * version, with a will only where that is wanted at the end.
     */
    public SessionSettings forgetting(ProtocolVersion version, long timeoutMillis) {
        return new SessionSettings(Set.of(version), clientId, true, 0, timing.silent(timeoutMillis), limits, login,
                options.shutdown().will() ? will : null, ConnectOptions.DEFAULT, flow);
    }

    /** An attempt to connect there as it is configured. */
    public ConnectAttempt configured(ServerAddress server) {
        return new ConnectAttempt(server, login.username(), login.password(), List.of(), will == null ? null : will.payload());
    }

    /** Whether a session of this client may be left at the broker after a connection in this version. */
    public boolean outlivesConnection(ProtocolVersion version) {
        return version.is5() ? sessionExpirySeconds > 0 : !cleanStart;
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "SessionSettings[versions=" + versions + ", clientId=" + clientId + ", cleanStart=" + cleanStart
                + ", keepAliveSeconds=" + timing.keepAliveSeconds() + ", username=" + login + "]";
    }
}
