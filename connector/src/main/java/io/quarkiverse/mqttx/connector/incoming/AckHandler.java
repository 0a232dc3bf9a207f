package io.quarkiverse.mqttx.connector.incoming;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.support.Drain;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.vertx.core.Future;

/**
 * Acknowledges the messages of a channel to the broker: once for each message, when all subscribers have acknowledged
 * it; not at all, when one of them leaves it unacknowledged. Used on the event loop of the channel.
 */
final class AckHandler {

    private final ReconnectingClient client;
    private final DeliveryQueue queue;
    private final boolean acksOnReceipt;
    private final Runnable onRedeliveryWanted;
    private final UnacknowledgedWatch watch;
    private final MessagesInProcess inProcess;
    private final FireAndForget fireAndForget = new FireAndForget();
    /** Messages in process of which the broker awaits an answer. Changed on the event loop, read on any thread. */
    private final AtomicInteger owed = new AtomicInteger();
    private final EventLoop eventLoop;
    /** {@code null} unless the channel is stopped. */
    private Drain drain;
    private boolean looksLater;

    /**
     * @param acksOnReceipt the broker hears of a message when the application takes it, and nothing more of it after that
     * @param onRedeliveryWanted a message was left to the broker that it is to send again soon
     */
    AckHandler(ReconnectingClient client, EventLoop eventLoop, DeliveryQueue queue, MessagesInProcess inProcess,
            UnacknowledgedWatch watch, boolean acksOnReceipt, Runnable onRedeliveryWanted) {
        this.client = client;
        this.eventLoop = eventLoop;
        this.queue = queue;
        this.inProcess = inProcess;
        this.watch = watch;
        this.acksOnReceipt = acksOnReceipt;
        this.onRedeliveryWanted = onRedeliveryWanted;
    }

    /** The application takes a message, whoever of it. */
    void received(InboundMessage message) {
        if (acksOnReceipt && message.packet().qos() > 0) {
            client.acknowledge(message);
        }
    }

    /** A subscriber has the message from now on. */
    void begin(ReceivedMessage message) {
        if (canBeAnswered(message)) {
            owed.lazySet(owed.getPlain() + 1);
        } else {
            fireAndForget.begin();
        }
        if (isKept(message)) {
            message.since = watch.begin();
            inProcess.add(message);
        }
    }

    /** Of the others nothing depends on whether they are acknowledged, and they may never be. */
    private boolean isKept(ReceivedMessage message) {
        return queue.isKeyed() || canBeAnswered(message);
    }

    /** Any that a subscriber has and of which something depends on the acknowledgement, or {@code null}. */
    ReceivedMessage anyInProcess() {
        return inProcess.oldest();
    }

    /** Nobody waits for the messages of which nothing depends on the acknowledgement. */
    void forgetOthers() {
        fireAndForget.clear();
        look();
    }

    /** Messages that were handed over, are not settled and may still be. Any thread. */
    int processing() {
        return owed.get() + fireAndForget.awaited(System.nanoTime());
    }

    /** Nothing more is handed over. Completes when no message is in process of which an acknowledgement is to be expected. */
    Future<Void> drained() {
        if (drain == null) {
            drain = new Drain(eventLoop, this::processing);
        }
        look();
        return drain.drained();
    }

    private void look() {
        if (drain != null) {
            drain.look();
            lookWhenPatienceEnds();
        }
    }

    /** For messages that are never acknowledged nobody else will. */
    private void lookWhenPatienceEnds() {
        long nanos = fireAndForget.patience(System.nanoTime());
        if (!looksLater && nanos > 0 && nanos < Long.MAX_VALUE) {
            looksLater = true;
            eventLoop.after(Duration.ofNanos(nanos).plusMillis(1), () -> {
                looksLater = false;
                look();
            });
        }
    }

    boolean canBeAnswered(ReceivedMessage message) {
        return !acksOnReceipt && message.inbound.packet().qos() > 0;
    }

    /** The subscriber has the message no longer; false when that was so before. */
    boolean settle(ReceivedMessage message) {
        if (message.settled) {
            return false;
        }
        message.settled = true;
        if (canBeAnswered(message)) {
            owed.lazySet(owed.getPlain() - 1);
        } else {
            fireAndForget.settled();
        }
        if (isKept(message)) {
            inProcess.remove(message);
        }
        look();
        return true;
    }

    /**
     * The subscriber of a message that is settled has acknowledged or rejected it.
     *
     * @param rejection {@code null} to acknowledge
     */
    void answer(ReceivedMessage message, Rejection rejection) {
        BroadcastDelivery broadcast = message.broadcast;
        if (broadcast == null) {
            tell(message, rejection);
            letNextWithKeyGo(message);
        } else if (broadcast.answered(rejection)) {
            end(message, broadcast);
        }
    }

    /**
     * The subscriber of a message that is settled gets it no more in this connection.
     *
     * @param again whether the broker is to send it again soon
     */
    void leaveUnacked(ReceivedMessage message, boolean again) {
        BroadcastDelivery broadcast = message.broadcast;
        if (broadcast == null) {
            tellNothing(message, again);
            letNextWithKeyGo(message);
        } else if (broadcast.leftUnacked(again)) {
            end(message, broadcast);
        }
    }

    private void end(ReceivedMessage message, BroadcastDelivery broadcast) {
        if (broadcast.isLeftUnacked()) {
            tellNothing(message, broadcast.isWantedAgain());
        } else {
            tell(message, broadcast.rejection());
        }
        letNextWithKeyGo(message);
    }

    private void tell(ReceivedMessage message, Rejection rejection) {
        if (!canBeAnswered(message)) {
            return;
        }
        if (rejection == null) {
            client.acknowledge(message.inbound);
        } else {
            client.reject(message.inbound, rejection);
        }
    }

    private void tellNothing(ReceivedMessage message, boolean again) {
        if (!canBeAnswered(message)) {
            return;
        }
        client.leaveUnacked(message.inbound);
        if (again) {
            onRedeliveryWanted.run();
        }
    }

    private void letNextWithKeyGo(ReceivedMessage message) {
        if (queue.isKeyed()) {
            queue.settled(message.inbound);
        }
    }

    /** A message that no subscriber has got stays with the broker. */
    void leaveUnacked(InboundMessage message) {
        if (message.packet().qos() > 0) {
            client.leaveUnacked(message);
        }
    }
}
