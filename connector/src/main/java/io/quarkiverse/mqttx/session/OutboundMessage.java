package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Publish;

/** A message on its way to the broker; a link in the {@link Outbox} or in one of the lists of {@link OutboundFlow}. */
final class OutboundMessage implements PacketOwner {

    /** {@code null} once PUBREC has come: the broker has the message then (MQTT-5.0 §4.3.3). */
    Publish message;
    final PublishCompletion completion;
    /** Of whoever has published it. */
    OutboxShare share;
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

    OutboundMessage(Publish message, PublishCompletion completion, OutboxShare share) {
        this.message = message;
        this.completion = completion;
        this.share = share;
        this.qos = message.qos();
    }

    /** One that an earlier process has left. */
    OutboundMessage(SessionState.Outgoing left, PublishCompletion completion, OutboxShare share) {
        this.message = left.message();
        this.completion = completion;
        this.share = share;
        this.qos = left.isReleased() ? 2 : left.message().qos();
        this.sequence = left.sequence();
        this.packetId = left.packetId();
        this.sentInSession = packetId != 0;
        this.released = left.isReleased();
    }

    /** What it takes in memory, nearly, in bytes: only while it is not released. */
    long size() {
        return message.payload().length + message.topic().length() + PacketSize.propertyList(message.properties());
    }
}
