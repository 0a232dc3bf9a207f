package io.quarkiverse.mqttx.session.model;

import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Will;

/**
 * What the session needs to know of the configuration; validated before it gets here.
 *
 * @param versions the versions to try; one when the version is pinned, all three for {@code auto}
 * @param clientId never empty unless {@code versions} is MQTT 5 only and the broker is to assign one
 * @param cleanStart Clean Start in MQTT 5, Clean Session in 3.x
 * @param sessionExpirySeconds 0 to 4294967295; sent in MQTT 5 when not 0
 * @param keepAliveSeconds 0 to 65535; 0 disables
 * @param autoKeepAlive whether PINGREQ is sent by itself; when not, the application pings
 * @param receiveMaximum how many QoS 1 and 2 messages the broker may send before the first is acknowledged, 1 to 65535;
 *        announced in MQTT 5
 * @param maxPacketSize the largest packet taken from the broker, in bytes; announced in MQTT 5
 * @param maxInflight how many QoS 1 and 2 messages may wait for the broker's acknowledgement, 1 to 65535; the broker's own
 *        Receive Maximum counts if
 *        it is less
 * @param connectTimeoutMillis from the open connection to CONNACK
 * @param ackTimeoutMillis for SUBACK, UNSUBACK, PUBACK, PUBREC and PUBCOMP; 0 waits for ever
 * @param will or {@code null}
 * @param options what else CONNECT and DISCONNECT say
 * @param flow topic aliases and subscription identifiers
 */
public record SessionSettings(Set<ProtocolVersion> versions, String clientId, boolean cleanStart, long sessionExpirySeconds,
        int keepAliveSeconds, boolean autoKeepAlive, int receiveMaximum, int maxPacketSize, int maxInflight,
        long connectTimeoutMillis, long ackTimeoutMillis, String username, String password, Will will,
        ConnectOptions options, FlowOptions flow) {

    /** The same with another client id and another window. */
    public SessionSettings with(String otherClientId, int otherMaxInflight) {
        return with(otherClientId, otherMaxInflight, flow);
    }

    /** The same with another client id, another window, and other labels of messages. */
    public SessionSettings with(String otherClientId, int otherMaxInflight, FlowOptions otherFlow) {
        return new SessionSettings(versions, otherClientId, cleanStart, sessionExpirySeconds, keepAliveSeconds, autoKeepAlive,
                receiveMaximum, maxPacketSize, otherMaxInflight, connectTimeoutMillis, ackTimeoutMillis, username, password,
                will, options, otherFlow);
    }

    /** The same with enhanced authentication. */
    public SessionSettings with(AuthenticationMethod method) {
        return new SessionSettings(versions, clientId, cleanStart, sessionExpirySeconds, keepAliveSeconds, autoKeepAlive,
                receiveMaximum, maxPacketSize, maxInflight, connectTimeoutMillis, ackTimeoutMillis, username, password, will,
                options.with(method), flow);
    }

    /**
     * With them a broker is told to forget the session and to begin none (MQTT-3.1.1 §3.1.2.4): a clean session in this
     * version, with a will only where that is wanted at the end.
     */
    public SessionSettings forgetting(ProtocolVersion version, long timeoutMillis) {
        return new SessionSettings(Set.of(version), clientId, true, 0, keepAliveSeconds, false, receiveMaximum, maxPacketSize,
                maxInflight, timeoutMillis, ackTimeoutMillis, username, password, options.shutdown().will() ? will : null,
                ConnectOptions.DEFAULT, flow);
    }

    /** Whether a session of this client may be left at the broker after a connection in this version. */
    public boolean outlivesConnection(ProtocolVersion version) {
        return version.is5() ? sessionExpirySeconds > 0 : !cleanStart;
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "SessionSettings[versions=" + versions + ", clientId=" + clientId + ", cleanStart=" + cleanStart
                + ", keepAliveSeconds=" + keepAliveSeconds + ", username=" + username + "]";
    }
}
