package io.quarkiverse.mqttx.session;

import java.util.ArrayDeque;
import java.util.Arrays;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * Messages from the broker to the application (MQTT-5.0 §4.3, §4.6). The broker gets PUBACK or PUBREC when the application has
 * acknowledged, in the order in which it sent the messages, whatever the order of the application. PUBACK has its order, and
 * PUBREC has another [MQTT-4.6.0-2, MQTT-4.6.0-3], so that messages of one QoS do not wait for those of the other.
 * <p>
 * A message stays known by its packet identifier until then, over lost connections too. {@link InboundMessage#connection} names
 * the connection on which the broker waits for the answer: while it is an earlier one, an acknowledgement is only noted, and
 * answers the redelivery when that comes.
 */
@OnEventLoop
public final class InboundFlow {

    static final int NO_CONNECTION = -1;

    private final ConnectionState state;
    private final SessionJournal journal;

    private final PacketTable<InboundMessage> messages = new PacketTable<>();
    /** What the broker sent in this connection at QoS 1 and has no PUBACK for, in its order. */
    private final ArrayDeque<InboundMessage> withoutPubAck = new ArrayDeque<>();
    /** The same at QoS 2, without PUBREC. */
    private final ArrayDeque<InboundMessage> withoutPubRec = new ArrayDeque<>();
    /** What the application gave up in this connection. */
    private final ArrayDeque<InboundMessage> leftUnacked = new ArrayDeque<>();
    private final RedeliveryCounter givenUp = new RedeliveryCounter();
    private final ReceiveWindow window;
    private int connection;
    /** QoS 1 and 2 messages that the application has and has not acknowledged. */
    private int processing;
    /** QoS 2 messages that had their PUBREC in this connection, before it was {@link #concluded}, and wait for PUBREL. */
    private int unreleased;
    private boolean concluded;

    InboundFlow(ConnectionState state, SessionSettings settings, SessionJournal journal) {
        this.state = state;
        this.journal = journal;
        this.window = new ReceiveWindow(settings.limits().receiveMaximum(), Runtime.getRuntime().maxMemory());
    }

    /** What an earlier process had answered with PUBREC: the broker may send it again, or release it. */
    void restore(SessionState state) {
        for (Publish packet : state.received()) {
            InboundMessage message = new InboundMessage(packet, connection);
            message.acknowledged = true;
            message.received = true;
            messages.put(packet.packetId(), message);
            window.hold(message);
        }
        connection++;
    }

    /** The message for the application, or {@code null} when it has it already or must not get it. */
    InboundMessage accept(Publish packet, long now) {
        if (packet.qos() == 0) {
            return new InboundMessage(packet, connection);
        }
        window.enter(packet.packetId());
        if (window.overflows()) {
            state.fail(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "the broker has sent more than " + window.receiveMaximum()
                    + " messages ahead of their acknowledgements (receive-maximum), and they take more than "
                    + window.maxMebibytes() + " MiB", now);
            return null;
        }
        if (window.isFirstExcess() && state.version().is5()) {
            state.notice("The broker has sent more than the " + window.receiveMaximum() + " messages it may send ahead of their"
                    + " acknowledgements (receive-maximum); they are taken as long as they do not take more than "
                    + window.maxMebibytes() + " MiB");
        }
        InboundMessage known = messages.get(packet.packetId());
        if (known == null) {
            return remember(packet);
        }
        if (known.connection == connection) {
            return repeatedInConnection(known, packet, now);
        }
        if (isRedelivery(known, packet)) {
            answerInTurn(known, now);
            return null;
        }
        // The broker uses the identifier for another message, so it has given up the one that we know.
        forget(known);
        return remember(packet);
    }

    private InboundMessage remember(Publish packet) {
        InboundMessage message = new InboundMessage(packet, connection);
        message.deliveries = 1 + givenUp.deliveries(packet);
        messages.put(packet.packetId(), message);
        window.hold(message);
        unanswered(message).add(message);
        processing++;
        return message;
    }

    private ArrayDeque<InboundMessage> unanswered(InboundMessage message) {
        return message.packet().qos() == 1 ? withoutPubAck : withoutPubRec;
    }

    /** The exchange is over, or the broker has given it up. */
    private void remove(InboundMessage message) {
        messages.remove(message.packet().packetId());
        window.release(message);
        awaitRelease(message, false);
        if (message.received && journal.isKept()) {
            journal.record(new SessionChange.Completed(message.packet().packetId()));
        }
    }

    /** The answer takes its place in the order of this connection; it goes out at once if the application is through. */
    private void answerInTurn(InboundMessage known, long now) {
        known.connection = connection;
        known.perhapsLost = false;
        unanswered(known).add(known);
        answer(unanswered(known), now);
    }

    private InboundMessage repeatedInConnection(InboundMessage known, Publish packet, long now) {
        if (known.received && packet.qos() == 1) {
            remove(known);
            return remember(packet);
        }
        if (known.received) {
            answerInTurn(known, now);
        } else if (!sameContent(known.packet(), packet)) {
            state.fail(ReasonCode.PROTOCOL_ERROR,
                    "the broker has sent another message under packet identifier " + packet.packetId()
                            + ", which is not acknowledged yet",
                    now);
        }
        // Else a broker that is impatient: it will get the answer when there is one.
        return null;
    }

    /**
     * At QoS 2 a message with the content of the one that we know is that one [MQTT-4.3.3-10], even from a broker that forgets
     * DUP, unless the broker may have lost its session; at QoS 1 the flag decides, for delivering twice is allowed and losing
     * is not.
     * <p>
     * The content always decides too. Artemis forgets its packet identifiers when it restarts, says that the session is present
     * and gives them to other messages, with DUP for those that it had sent before.
     */
    private static boolean isRedelivery(InboundMessage known, Publish packet) {
        return (packet.duplicate() || packet.qos() == 2 && !known.perhapsLost) && sameContent(known.packet(), packet);
    }

    private static boolean sameContent(Publish a, Publish b) {
        return a.qos() == b.qos() && a.topic().equals(b.topic()) && Arrays.equals(a.payload(), b.payload());
    }

    private void forget(InboundMessage known) {
        remove(known);
        known.connection = NO_CONNECTION;
        if (!known.acknowledged && !known.leftUnacked) {
            processing--;
        }
    }

    /**
     * One recipient of the message has processed it. PUBACK or PUBREC goes out when all have, each in receive order
     * [MQTT-4.6.0-2].
     */
    public void acknowledge(InboundMessage message, long now) {
        if (message.packet().qos() == 0 || message.acknowledged || message.leftUnacked || !message.lastAcknowledgement()) {
            return;
        }
        if (message.connection != NO_CONNECTION) {
            processing--;
        }
        message.acknowledged = true;
        if (message.connection == connection) {
            answer(unanswered(message), now);
        }
    }

    /**
     * One recipient of the message rejects it. That counts as its acknowledgement; PUBACK or PUBREC tells the broker of the
     * first rejection, in receive order as well. MQTT 3.x has no word for it, so there it is an acknowledgement like any
     * other: ask {@link MqttSession#canReject()} first where that would be wrong.
     */
    public void reject(InboundMessage message, Rejection rejection, long now) {
        if (message.rejection == null && !message.acknowledged) {
            message.rejection = rejection;
        }
        acknowledge(message, now);
    }

    /**
     * The message will never be acknowledged, and those behind it no longer wait for it; the broker redelivers it in a later
     * connection.
     */
    public void leaveUnacked(InboundMessage message, long now) {
        if (message.packet().qos() == 0 || message.acknowledged || message.leftUnacked || message.connection == NO_CONNECTION) {
            return;
        }
        processing--;
        message.leftUnacked = true;
        if (message.connection == connection) {
            leftUnacked.add(message);
            answer(unanswered(message), now);
        } else {
            giveBack(message);
        }
    }

    /** The broker will send it again, and then somebody else may take it. */
    private void giveBack(InboundMessage message) {
        if (messages.get(message.packet().packetId()) == message) {
            remove(message);
            givenUp.add(message);
        }
        message.connection = NO_CONNECTION;
    }

    /**
     * Sends the answers that are due: those at the head of the order, up to the first message that the application still has.
     */
    private void answer(ArrayDeque<InboundMessage> unanswered, long now) {
        InboundMessage head;
        while (state.isUp() && (head = unanswered.peek()) != null && (head.acknowledged || head.leftUnacked)) {
            unanswered.poll();
            if (!head.leftUnacked) {
                answer(head, now);
            }
        }
    }

    /**
     * The connection comes to its end because we want it: what the application is through with gets its answer, and what it
     * still has is passed over, since that gets none in this connection any more.
     */
    void conclude(long now) {
        if (state.isUp()) {
            passOver(withoutPubAck, now);
            passOver(withoutPubRec, now);
            concluded = true;
        }
    }

    private void passOver(ArrayDeque<InboundMessage> unanswered, long now) {
        InboundMessage head;
        while ((head = unanswered.poll()) != null) {
            if (head.acknowledged) {
                answer(head, now);
            }
        }
    }

    boolean isConcluded() {
        return concluded;
    }

    /** Whether the broker has yet to confirm with PUBREL that it knows what was answered until {@link #conclude}. */
    boolean awaitsRelease() {
        return unreleased > 0;
    }

    private void awaitRelease(InboundMessage message, boolean awaited) {
        boolean before = message.releaseAwaitedOn == connection;
        if (before != awaited && !(awaited && concluded)) {
            message.releaseAwaitedOn = awaited ? connection : NO_CONNECTION;
            unreleased += awaited ? 1 : -1;
        }
    }

    private void answer(InboundMessage message, long now) {
        int packetId = message.packet().packetId();
        if (message.rejection != null && state.version().is5()) {
            refuse(message, now);
        } else if (message.packet().qos() == 1) {
            remove(message);
            window.leave(packetId);
            state.send(new Ack(PacketType.PUBACK, packetId), now);
        } else {
            if (!message.received && journal.isKept()) {
                // by which it is known when it comes again
                journal.record(new SessionChange.Received(message.packet().with(Properties.EMPTY)));
            }
            message.received = true;
            awaitRelease(message, true);
            state.send(new Ack(PacketType.PUBREC, packetId), now);
        }
    }

    /** Ends the exchange at QoS 2 as well: the identifier is free for another message (MQTT-5.0 §4.3.3, [MQTT-4.3.3-9]). */
    private void refuse(InboundMessage message, long now) {
        int packetId = message.packet().packetId();
        remove(message);
        window.leave(packetId);
        state.send(new Ack(message.packet().qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC, packetId,
                message.rejection.reasonCode(),
                Properties.reason(message.rejection.reasonString(), state.negotiated().maximumPacketSize())), now);
    }

    void pubRel(Ack pubRel, long now) {
        int packetId = pubRel.packetId();
        InboundMessage known = messages.get(packetId);
        int code = ReasonCode.SUCCESS;
        if (known != null && known.received) {
            remove(known);
            window.leave(packetId);
        } else if (known != null && known.connection == connection) {
            state.fail(ReasonCode.PROTOCOL_ERROR, "PUBREL for packet " + packetId + ", which has had no PUBREC", now);
            return;
        } else if (state.version().is5()) {
            code = ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        }
        state.send(new Ack(PacketType.PUBCOMP, packetId, code), now);
    }

    void connectionLost() {
        connection++;
        unreleased = 0;
        concluded = false;
        withoutPubAck.clear();
        withoutPubRec.clear();
        window.connectionLost();
        InboundMessage message;
        while ((message = leftUnacked.poll()) != null) {
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
        if (!resumes) {
            givenUp.clear();
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
            } else {
                known.perhapsLost = true;
            }
        }
    }

    int unacknowledged() {
        return processing;
    }
}
