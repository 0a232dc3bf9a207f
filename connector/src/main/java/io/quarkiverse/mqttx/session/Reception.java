package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.quarkiverse.mqttx.topic.SafeText;

/** Brings each packet of the broker to the part of the session that it is for, and what CONNACK and DISCONNECT say to all. */
@OnEventLoop
public final class Reception {

    private final SessionParts parts;
    private final SessionOutput output;
    private final InboundListener application;

    Reception(SessionParts parts, SessionOutput output, InboundListener application) {
        this.parts = parts;
        this.output = output;
        this.application = application;
    }

    /** A packet has arrived. */
    public void received(Packet packet, long now) {
        parts.state.progress().received(now);
        if (parts.state.isUp()) {
            parts.keepAlive.received(now);
            dispatch(packet, now);
            sendNext(now);
        } else if (parts.state.inHandshake()) {
            if (packet instanceof ConnAck connAck) {
                connAck(connAck, now);
            } else if (packet instanceof Auth auth) {
                parts.authentication.received(auth, now);
            } else {
                parts.state.end("the broker has sent " + packet.type() + " before CONNACK");
            }
        }
    }

    /** The way to the broker is free again: what has waited for that goes out. */
    void proceed(long now) {
        parts.outbound.drain(now);
        sendNext(now);
    }

    /** While it goes one by one: sends the next packet that has waited for the answer to the one before. */
    private void sendNext(long now) {
        if (!parts.poison.isOneByOne() || !parts.state.isUp()) {
            return;
        }
        parts.requests.sendNext(now);
        parts.outbound.drain(now);
        if (parts.requests.isIdle() && parts.outbound.isIdle()) {
            parts.poison.cleared();
            parts.outbound.drain(now);
        }
    }

    private void dispatch(Packet packet, long now) {
        switch (packet.type()) {
            case PUBLISH -> published((Publish) packet, now);
            case PUBACK -> parts.outbound.pubAck((Ack) packet, now);
            case PUBREC -> parts.outbound.pubRec((Ack) packet, now);
            case PUBREL -> parts.inbound.pubRel((Ack) packet, now);
            case PUBCOMP -> parts.outbound.pubComp((Ack) packet, now);
            case SUBACK -> parts.subscriptions.subAck((SubAck) packet, now);
            case UNSUBACK -> parts.subscriptions.unsubAck((UnsubAck) packet, now);
            case PINGRESP -> parts.pings.answered(now);
            case DISCONNECT -> disconnected((Disconnect) packet, now);
            case AUTH -> parts.authentication.received((Auth) packet, now);
            default ->
                parts.state.fail(ReasonCode.PROTOCOL_ERROR,
                        "the broker has sent " + packet.type() + " in the middle of a connection",
                        now);
        }
    }

    private void published(Publish packet, long now) {
        Publish resolved = parts.aliases.resolve(packet, now);
        InboundMessage message = resolved == null ? null : parts.inbound.accept(resolved, now);
        if (message != null) {
            application.deliver(message);
        }
    }

    private void connAck(ConnAck connAck, long now) {
        if (connAck.code() != ReasonCode.SUCCESS) {
            output.answered(parts.handshake.result(connAck, null));
            output.refused(parts.handshake.refused(connAck));
            parts.state.end("the broker has refused the connection");
        } else if (parts.handshake.contradicts(connAck)) {
            parts.state.end("the broker claims to have a session although it was asked for a clean start");
        } else if (parts.authentication.completes(connAck, now)) {
            accepted(connAck, now);
        }
    }

    private void accepted(ConnAck connAck, long now) {
        boolean resumes = parts.handshake.resumes(connAck);
        boolean certain = parts.handshake.isCertain(connAck);
        boolean inherits = parts.handshake.inherits(connAck);
        NegotiatedSettings negotiated = parts.handshake.accepted(connAck);
        String notice = parts.handshake.versionAccepted();
        parts.state.accepted(negotiated);
        parts.keepAlive.connected(negotiated.keepAliveSeconds(), now);
        if (notice != null) {
            output.notice(notice);
        }
        output.answered(parts.handshake.result(connAck, negotiated));
        output.connected(negotiated);
        parts.inbound.connected(resumes, certain);
        parts.poison.connected(now);
        parts.subscriptions.connected(resumes, certain, now);
        parts.disconnectFlow.connected();
        parts.outbound.connected(resumes, inherits, now);
    }

    private void disconnected(Disconnect disconnect, long now) {
        if (!parts.state.version().is5()) {
            parts.state.fail(ReasonCode.PROTOCOL_ERROR,
                    "the broker has sent DISCONNECT, which only clients may in MQTT " + parts.state.version(),
                    now);
            return;
        }
        String said = disconnect.properties().string(Property.REASON_STRING);
        String reason = "DISCONNECT " + ReasonCode.describe(disconnect.reasonCode())
                + (said == null ? "" : ": " + SafeText.of(said));
        if (disconnect.reasonCode() == ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED) {
            parts.requests.doWithoutIdentifiers();
        }
        parts.poison.disconnected(disconnect.reasonCode(), reason);
        output.disconnectedByBroker(disconnect.reasonCode(), reason, disconnect.properties());
        parts.state.end(reason);
    }
}
