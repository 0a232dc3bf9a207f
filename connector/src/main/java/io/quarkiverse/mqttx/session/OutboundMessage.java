package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.packet.Publish;

/** A message on its way to the broker; a link in one of the lists of {@link OutboundFlow}. */
final class OutboundMessage implements PacketOwner {

    /** {@code null} once PUBREC has come: the broker has the message then (MQTT-5.0 §4.3.3). */
    Publish message;
    final PublishCompletion completion;
    final int qos;
    int packetId;
    /** What the journal knows it by; 0 where it does not. */
    long sequence;
    /** Sent on the current connection. */
    boolean sent;
    /** Sent before in the current session, so that sending it again is a duplicate. */
    boolean sentInSession;
    /** PUBREC has come, PUBCOMP is awaited. */
    boolean released;
    /** When it, or its PUBREL, was last sent. */
    long sentAt;

    OutboundMessage previous;
    OutboundMessage next;

    OutboundMessage(Publish message, PublishCompletion completion) {
        this.message = message;
        this.completion = completion;
        this.qos = message.qos();
    }

    /** One that an earlier process has left. */
    OutboundMessage(SessionState.Outgoing left, PublishCompletion completion) {
        this.message = left.message();
        this.completion = completion;
        this.qos = left.isReleased() ? 2 : left.message().qos();
        this.sequence = left.sequence();
        this.packetId = left.packetId();
        this.sentInSession = packetId != 0;
        this.released = left.isReleased();
    }
}
