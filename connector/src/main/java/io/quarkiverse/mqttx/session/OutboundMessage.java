package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** A message on its way to the broker; a state in the {@link SendQueue} or in one of the lists of {@link InFlight}. */
final class OutboundMessage implements PacketOwner {

    static final long NEVER = Long.MAX_VALUE;

    /** {@code null} once PUBREC has come: the broker has the message then (MQTT-5.0 §4.3.3). */
    Publish message;
    final PublishCompletion completion;
    /** Of whoever has published it. */
    PublisherQueue share;
    final int qos;
    int packetId;
    /** What the journal knows it by; 0 where it does not. */
    long sequence;
    /** When the publisher wants it no longer, or {@link #NEVER}. */
    final long expiresAt;
    /** In the send queue. */
    boolean waiting;
    /** It, or its PUBREL, was sent on the current connection. */
    boolean sent;
    /** Sent before in the current session, so that sending it again is a duplicate. */
    boolean sentInSession;
    /** PUBREC has come, PUBCOMP is awaited. */
    boolean released;
    /** When it, or its PUBREL, was last sent, see {@link Progress#through}. */
    long sentAt;
    /** The number of that packet in its connection. */
    long number;

    OutboundMessage previous;
    OutboundMessage next;

    OutboundMessage(Publish message, PublishCompletion completion, PublisherQueue share, long now) {
        this.message = message;
        this.completion = completion;
        this.share = share;
        this.qos = message.qos();
        this.expiresAt = message.properties().isEmpty() ? NEVER : expiry(message.properties(), now);
    }

    private static long expiry(Properties properties, long now) {
        long seconds = properties.number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
        return seconds < 0 ? NEVER : now + seconds * 1000;
    }

    /**
     * The message with what is left of its expiry interval, as the broker does it for those behind it (MQTT-5.0
     * §3.3.2.3.3). One that has to be sent again although nothing is left [MQTT-4.4.0-1] has a second, since there are
     * brokers that take 0 for "for ever".
     */
    Publish at(long now) {
        if (expiresAt == NEVER) {
            return message;
        }
        long interval = message.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, 0);
        long left = Math.max(Math.min(1, interval), (expiresAt - now + 999) / 1000);
        return left >= interval ? message
                : message.with(message.properties().replace(Property.MESSAGE_EXPIRY_INTERVAL, left));
    }

    /** One that an earlier process has left. */
    OutboundMessage(SessionState.Outgoing left, PublishCompletion completion, PublisherQueue share) {
        this.message = left.message();
        this.completion = completion;
        this.share = share;
        this.qos = left.isReleased() ? 2 : left.message().qos();
        this.expiresAt = message == null ? NEVER : expiry(message.properties(), 0);
        this.sequence = left.sequence();
        this.packetId = left.packetId();
        this.sentInSession = packetId != 0;
        this.released = left.isReleased();
    }

    /** It, or its PUBREL, is the packet that was sent last. */
    void sent(Progress progress) {
        sentAt = progress.through();
        number = progress.number();
    }

    /** What it takes in memory, nearly, in bytes: only while it is not released. */
    long size() {
        return PublisherQueue.size(message);
    }
}
