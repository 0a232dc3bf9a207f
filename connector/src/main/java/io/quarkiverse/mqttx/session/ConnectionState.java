package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;

/** The session's end of the network connection: which phase it is in, what was agreed on it, and the way out for packets. */
final class ConnectionState {

    private enum Phase {
        /** No connection. */
        DOWN,
        /** CONNECT was sent, CONNACK is awaited. */
        HANDSHAKE,
        /** CONNACK has accepted. */
        UP,
        /** We have ended it; what still arrives is ignored. */
        ENDED
    }

    private final SessionOutput output;
    private final Progress progress;
    /** 0 for never. */
    private final long ackTimeoutMillis;
    /** That of the last connection; nothing is sent without one. */
    private PacketSink sink;
    private Phase phase = Phase.DOWN;
    private ProtocolVersion version;
    private NegotiatedSettings negotiated;
    private boolean writable;
    /** The connection is coming to its end, and another one follows. */
    private boolean resting;
    private long lastSent;

    /** @param ackTimeoutMillis how long the broker may take for an answer; 0 for as long as it likes */
    ConnectionState(SessionOutput output, long ackTimeoutMillis) {
        this.output = output;
        this.progress = new Progress(ackTimeoutMillis);
        this.ackTimeoutMillis = ackTimeoutMillis;
    }

    void opened(ProtocolVersion version, PacketSink sink, long now) {
        this.sink = sink;
        progress.opened(now);
        this.version = version;
        phase = Phase.HANDSHAKE;
        negotiated = null;
        writable = true;
        resting = false;
    }

    void accepted(NegotiatedSettings negotiated) {
        this.negotiated = negotiated;
        phase = Phase.UP;
    }

    void closed() {
        phase = Phase.DOWN;
        negotiated = null;
    }

    boolean inHandshake() {
        return phase == Phase.HANDSHAKE;
    }

    boolean isUp() {
        return phase == Phase.UP;
    }

    /** Whether a PUBLISH may go out now. */
    boolean takesMessages() {
        return phase == Phase.UP && writable && !resting;
    }

    void rest(boolean resting) {
        this.resting = resting;
    }

    boolean isResting() {
        return resting;
    }

    void writable(boolean writable) {
        this.writable = writable;
    }

    ProtocolVersion version() {
        return version;
    }

    /** Not {@code null} while {@link #isUp()}. */
    NegotiatedSettings negotiated() {
        return negotiated;
    }

    /** When bytes last went out. */
    long lastSent() {
        return Math.max(lastSent, progress.lastTaken());
    }

    Progress progress() {
        return progress;
    }

    void send(Packet packet, long now) {
        lastSent = now;
        progress.sent(packet, !sink.send(packet), now);
    }

    /** When the answer to a packet is overdue, see {@link Progress#deadline}; {@link Long#MAX_VALUE} for never. */
    long ackDeadline(long number, long sentAt) {
        return ackTimeoutMillis == 0 || !isUp() ? Long.MAX_VALUE : progress.deadline(number, sentAt, ackTimeoutMillis);
    }

    /**
     * Gives a broker up that does not answer in time.
     *
     * @param what has not come, as in "no SUBACK"
     * @param consequence what else the operator should know of it
     */
    void unanswered(String what, String consequence, long now) {
        fail(ReasonCode.UNSPECIFIED_ERROR, what + " within " + ackTimeoutMillis + " ms (ack-timeout-seconds)" + consequence,
                now);
    }

    /** Ends the connection because of an error; MQTT 5 brokers are told the code, 3.x ones see a close (MQTT-5.0 §4.13). */
    void fail(int reasonCode, String reason, long now) {
        if (phase == Phase.UP && version.is5()) {
            send(new Disconnect(reasonCode, Properties.reason(reason, negotiated.maximumPacketSize())), now);
        }
        String described = reason + " (" + ReasonCode.describe(reasonCode) + ")";
        if (phase == Phase.HANDSHAKE || phase == Phase.UP) {
            output.fault(described);
        }
        end(described);
    }

    /**
     * As {@link #fail} for AUTH, which MQTT 5 allows to be answered with DISCONNECT before CONNACK as well (MQTT-5.0 §4.12).
     */
    void failAuthentication(int reasonCode, String reason, long now) {
        if (phase == Phase.HANDSHAKE && version.is5()) {
            send(new Disconnect(reasonCode), now);
        }
        fail(reasonCode, reason, now);
    }

    /** Tells the operator. */
    void notice(String message) {
        output.notice(message);
    }

    /** Ends the connection without a packet. */
    void end(String reason) {
        if (phase == Phase.HANDSHAKE || phase == Phase.UP) {
            phase = Phase.ENDED;
            output.close(reason);
        }
    }
}
