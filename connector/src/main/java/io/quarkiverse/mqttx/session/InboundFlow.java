package io.quarkiverse.mqttx.session;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;

import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.PacketType;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Messages from the broker to the application (MQTT-5.0 §4.3, §4.6). The broker gets PUBACK or PUBREC when the application has
 * acknowledged, in the order in
 * which it sent the messages, whatever the order of the application.
 * <p>
 * A message stays known by its packet identifier until then, over lost connections too. {@link InboundMessage#connection} names
 * the connection on which the broker
 * waits for the answer: while it is an earlier one, an acknowledgement is only noted, and answers the redelivery when that
 * comes.
 */
final class InboundFlow {

    private static final int NO_CONNECTION = -1;

    /** In place of a QoS 2 message whose PUBREC was sent: only the identifier is of interest until PUBREL. */
    private static final InboundMessage RECEIVED = new InboundMessage(
            new Publish("", new byte[0], 2, false, false, 0, Properties.EMPTY), NO_CONNECTION);

    /**
     * Like {@link #RECEIVED}, from before a connection on which the broker may have begun another session. Its DUP flag then
     * tells a redelivery from a new
     * message under the old identifier [MQTT-3.3.1-1].
     */
    private static final InboundMessage RECEIVED_OR_LOST = new InboundMessage(RECEIVED.packet(), NO_CONNECTION);

    private final Link link;
    private final SessionOutput output;
    private final int receiveMaximum;

    private final PacketTable<InboundMessage> messages = new PacketTable<>();
    /** What the broker sent in this connection and has no PUBACK or PUBREC for, in its order. */
    private final ArrayDeque<InboundMessage> unanswered = new ArrayDeque<>();
    /** What the application gave up in this connection. */
    private final ArrayDeque<InboundMessage> withheld = new ArrayDeque<>();
    /** The identifiers that count into our Receive Maximum: sent in this connection, and the exchange is not complete. */
    private final BitSet window = new BitSet();
    private int windowSize;
    private int connection;
    /** QoS 1 and 2 messages that the application has and has not acknowledged. */
    private int processing;

    InboundFlow(Link link, SessionOutput output, SessionSettings settings) {
        this.link = link;
        this.output = output;
        this.receiveMaximum = settings.receiveMaximum();
    }

    void publish(Publish packet, long now) {
        if (packet.qos() == 0) {
            output.deliver(new InboundMessage(packet, connection));
            return;
        }
        if (!enterWindow(packet.packetId())) {
            link.fail(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "the broker has sent more than " + receiveMaximum
                    + " messages that are not acknowledged yet (receive-maximum)", now);
            return;
        }
        InboundMessage known = messages.get(packet.packetId());
        if (known == null) {
            deliver(packet);
        } else if (isReceived(known)) {
            if (packet.qos() == 2 && (packet.duplicate() || known == RECEIVED)) {
                answerAgain(packet, now);
            } else {
                deliver(packet);
            }
        } else if (known.connection == connection) {
            repeatedInConnection(known, packet, now);
        } else if (isRedelivery(known, packet)) {
            known.connection = connection;
            unanswered.add(known);
            answer(now);
        } else {
            // The broker uses the identifier for another message, so it has given up the one that we know.
            forget(known);
            deliver(packet);
        }
    }

    private static boolean isReceived(InboundMessage known) {
        return known == RECEIVED || known == RECEIVED_OR_LOST;
    }

    /** In MQTT 3.x the broker is told no limit, so there is none to exceed. */
    private boolean enterWindow(int packetId) {
        if (!window.get(packetId)) {
            window.set(packetId);
            windowSize++;
        }
        return windowSize <= receiveMaximum || !link.version().is5();
    }

    private void leaveWindow(int packetId) {
        if (window.get(packetId)) {
            window.clear(packetId);
            windowSize--;
        }
    }

    private void deliver(Publish packet) {
        InboundMessage message = new InboundMessage(packet, connection);
        messages.put(packet.packetId(), message);
        unanswered.add(message);
        processing++;
        output.deliver(message);
    }

    /** PUBREC got lost with the connection. It takes its place in the order of answers like any other. */
    private void answerAgain(Publish packet, long now) {
        InboundMessage answer = new InboundMessage(packet, connection);
        answer.acknowledged = true;
        unanswered.add(answer);
        answer(now);
    }

    private void repeatedInConnection(InboundMessage known, Publish packet, long now) {
        if (!sameContent(known.packet(), packet)) {
            link.fail(ReasonCode.PROTOCOL_ERROR,
                    "the broker has sent another message under packet identifier " + packet.packetId()
                            + ", which is not acknowledged yet",
                    now);
        }
        // Else a broker that is impatient: it will get the answer when there is one.
    }

    /**
     * At QoS 2 a message with the content of the one we still process is that one [MQTT-4.3.3-10], even from a broker that
     * forgets DUP; at QoS 1 the flag decides,
     * for delivering twice is allowed and losing is not.
     */
    private static boolean isRedelivery(InboundMessage known, Publish packet) {
        return (packet.duplicate() || packet.qos() == 2) && sameContent(known.packet(), packet);
    }

    private static boolean sameContent(Publish a, Publish b) {
        return a.qos() == b.qos() && a.topic().equals(b.topic()) && Arrays.equals(a.payload(), b.payload());
    }

    private void forget(InboundMessage known) {
        if (!isReceived(known)) {
            known.connection = NO_CONNECTION;
            stopProcessing(known);
        }
    }

    private void stopProcessing(InboundMessage message) {
        if (!message.acknowledged && !message.withheld) {
            processing--;
        }
    }

    void acknowledge(InboundMessage message, long now) {
        if (message.packet().qos() == 0 || message.acknowledged || message.withheld || !message.lastAcknowledgement()) {
            return;
        }
        if (message.connection != NO_CONNECTION) {
            processing--;
        }
        message.acknowledged = true;
        if (message.connection == connection) {
            answer(now);
        }
    }

    void withhold(InboundMessage message, long now) {
        if (message.packet().qos() == 0 || message.acknowledged || message.withheld || message.connection == NO_CONNECTION) {
            return;
        }
        processing--;
        message.withheld = true;
        if (message.connection == connection) {
            withheld.add(message);
            answer(now);
        } else {
            giveBack(message);
        }
    }

    /** The broker will send it again, and then somebody else may take it. */
    private void giveBack(InboundMessage message) {
        if (messages.get(message.packet().packetId()) == message) {
            messages.remove(message.packet().packetId());
        }
        message.connection = NO_CONNECTION;
    }

    /**
     * Sends the answers that are due: those at the head of the order, up to the first message that the application still has.
     */
    private void answer(long now) {
        InboundMessage head;
        while (link.isUp() && (head = unanswered.peek()) != null && (head.acknowledged || head.withheld)) {
            unanswered.poll();
            if (!head.withheld) {
                answer(head.packet(), now);
            }
        }
    }

    private void answer(Publish packet, long now) {
        int packetId = packet.packetId();
        if (packet.qos() == 1) {
            messages.remove(packetId);
            leaveWindow(packetId);
            link.send(new Ack(PacketType.PUBACK, packetId), now);
        } else {
            messages.put(packetId, RECEIVED);
            link.send(new Ack(PacketType.PUBREC, packetId), now);
        }
    }

    void pubRel(Ack pubRel, long now) {
        int packetId = pubRel.packetId();
        InboundMessage known = messages.get(packetId);
        int code = ReasonCode.SUCCESS;
        if (known != null && isReceived(known)) {
            messages.remove(packetId);
            leaveWindow(packetId);
        } else if (known != null && known.connection == connection) {
            link.fail(ReasonCode.PROTOCOL_ERROR, "PUBREL for packet " + packetId + ", which has had no PUBREC", now);
            return;
        } else if (link.version().is5()) {
            code = ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        }
        link.send(new Ack(PacketType.PUBCOMP, packetId, code), now);
    }

    void connectionLost() {
        connection++;
        unanswered.clear();
        window.clear();
        windowSize = 0;
        InboundMessage message;
        while ((message = withheld.poll()) != null) {
            giveBack(message);
        }
    }

    /**
     * @param resumes whether the broker may go on with the session that we know; else it is forgotten
     * @param certain whether it surely does
     */
    void connected(boolean resumes, boolean certain) {
        if (certain) {
            return;
        }
        int left = messages.size();
        for (int packetId = 1; left > 0; packetId++) {
            InboundMessage known = messages.get(packetId);
            if (known == null) {
                continue;
            }
            left--;
            if (!resumes) {
                forget(known);
                messages.remove(packetId);
            } else if (known == RECEIVED) {
                messages.put(packetId, RECEIVED_OR_LOST);
            }
        }
    }

    int unacknowledged() {
        return processing;
    }
}
