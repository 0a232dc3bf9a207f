package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * How what is in flight comes to its outcome: step by step with the broker's answers (MQTT-5.0 §4.3), with the session, or by
 * being given up.
 */
final class Settlement {

    private final ConnectionState state;
    private final PacketIds ids;
    private final OutboundJournal journal;
    private final SendWindow window;
    private final StalePacketIds staleIds;
    private final PoisonWatch poison;
    private final InFlight inFlight;

    Settlement(ConnectionState state, PacketIds ids, OutboundJournal journal, SendWindow window, StalePacketIds staleIds,
            PoisonWatch poison,
            InFlight inFlight) {
        this.state = state;
        this.ids = ids;
        this.journal = journal;
        this.window = window;
        this.staleIds = staleIds;
        this.poison = poison;
        this.inFlight = inFlight;
    }

    /** Whether there may be room for other messages now, as with the other answers. */
    boolean pubAck(Ack ack, long now) {
        if (!(ids.owner(ack.packetId()) instanceof OutboundMessage message) || !message.sent) {
            return false;
        }
        if (message.qos != 1) {
            state.fail(ReasonCode.PROTOCOL_ERROR, "PUBACK for packet " + ack.packetId()
                    + ", which is a QoS 2 message; a broker that answers so does not know QoS 2, use QoS 1", now);
            return false;
        }
        state.progress().answered(message.number, now);
        inFlight.remove(message);
        settle(message, "PUBACK", ack.reasonCode(), ack.properties());
        return true;
    }

    boolean pubRec(Ack ack, long now) {
        if (!(ids.owner(ack.packetId()) instanceof OutboundMessage message)) {
            // Nobody waits for it, but the broker does: it keeps the identifier until it gets a PUBREL.
            if (!ReasonCode.isFailure(ack.reasonCode())) {
                int code = state.version().is5() ? ReasonCode.PACKET_IDENTIFIER_NOT_FOUND : ReasonCode.SUCCESS;
                state.send(new Ack(PacketType.PUBREL, ack.packetId(), code), now);
            }
            return false;
        }
        if (message.qos != 2) {
            state.fail(ReasonCode.PROTOCOL_ERROR, "PUBREC for packet " + ack.packetId() + ", which is a QoS 1 message", now);
            return false;
        }
        if (message.released) {
            sendPubRel(message, now);
        } else if (!message.sent) {
            // Not asked in this connection, so it answers nothing of ours.
            return false;
        } else if (ReasonCode.isFailure(ack.reasonCode())) {
            inFlight.remove(message);
            settle(message, "PUBREC", ack.reasonCode(), ack.properties());
            return true;
        } else {
            poison.answered(message);
            state.progress().answered(message.number, now);
            inFlight.release(message);
            journal.released(message);
            sendPubRel(message, now);
        }
        return false;
    }

    boolean pubComp(Ack ack, long now) {
        PacketOwner owner = ids.owner(ack.packetId());
        if (owner == staleIds) {
            staleIds.released(ack.packetId(), now);
            return true;
        }
        if (owner instanceof OutboundMessage message && message.released) {
            inFlight.remove(message);
            // A code of "not found" changes nothing: the broker took the message with its PUBREC.
            settle(message, "PUBCOMP", ReasonCode.SUCCESS, ack.properties());
            return true;
        }
        return false;
    }

    void sendPubRel(OutboundMessage message, long now) {
        message.sent = true;
        state.send(new Ack(PacketType.PUBREL, message.packetId), now);
        message.sent(state.progress());
        poison.sent(message);
    }

    private void settle(OutboundMessage message, String packet, int reasonCode, Properties answer) {
        int packetId = message.packetId;
        ids.free(packetId);
        journal.settled(message);
        window.leave(message);
        poison.answered(message);
        if (ReasonCode.isFailure(reasonCode)) {
            String said = answer.string(Property.REASON_STRING);
            message.completion.failed(new PublishException("The broker refused the message to "
                    + SafeText.quote(message.message.topic()) + " with " + packet + " " + ReasonCode.describe(reasonCode)
                    + (said == null ? "" : ": " + SafeText.of(said)),
                    reasonCode, said, answer.readableUserProperties()));
        } else {
            message.completion.succeeded(packetId, reasonCode, answer);
        }
    }

    /** The broker has answered PUBREC, so the message is its responsibility, and sending it again would duplicate it. */
    void sessionLost() {
        OutboundMessage message;
        while ((message = inFlight.firstReleased()) != null) {
            inFlight.remove(message);
            settle(message, "PUBCOMP", ReasonCode.SUCCESS, Properties.EMPTY);
        }
    }

    /** The broker ends the connection whenever it gets this, so it does not get it again. To be called without a connection. */
    void giveUp(OutboundMessage message, String verdict) {
        String what;
        inFlight.remove(message);
        if (message.released) {
            ids.retire(message.packetId);
            what = "The broker took a QoS 2 message with its PUBREC, but does not take PUBREL for packet " + message.packetId
                    + ", so it may not pass the message on: ";
        } else {
            what = "The message to " + SafeText.quote(message.message.topic()) + " (QoS " + message.qos + ", "
                    + PacketSize.publish(message.message, state.version()) + " bytes) was not taken: ";
            ids.free(message.packetId);
            if (message.qos == 2) {
                staleIds.suspect(message.packetId);
            }
        }
        inFlight.startOver();
        window.reset(inFlight.released());
        journal.settled(message);
        message.completion.failed(new PublishException(what + verdict, ReasonCode.UNSPECIFIED_ERROR));
    }
}
