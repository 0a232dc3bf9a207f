package io.quarkiverse.mqttx.connector.clients;

import java.util.ArrayDeque;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.MessageDroppedException.Reason;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.PublishResult;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.connector.outgoing.SendQueueLog;
import io.quarkiverse.mqttx.connector.outgoing.Unsettled;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Publishes the messages of a client. With back-pressure a message that finds no room waits in a line before the send
 * queue, as long as the caller wants its outcome; otherwise the settings of the send queue decide.
 */
@AnyThread
final class ClientSendQueue {

    private final ReconnectingClient client;
    private final EventLoop eventLoop;
    private final PublisherQueue share;
    private final SendQueueSettings settings;
    private final SendQueueLog log;
    private final Unsettled unsettled = new Unsettled();
    /** Wait for room, in their order. As all that follows, touched on the event loop. */
    private final ArrayDeque<Publishing> line = new ArrayDeque<>();
    private boolean admitting;

    ClientSendQueue(String name, SendQueueSettings settings, ReconnectingClient client) {
        this.client = client;
        this.eventLoop = new EventLoop(client.context());
        this.settings = settings;
        this.share = new PublisherQueue("client " + name, settings);
        this.log = new SendQueueLog(share);
        Backlog left = client.adopt(share, this::restoredSettled);
        unsettled.restored(left);
    }

    /** Any thread. */
    SendQueueStatus status() {
        return share.status();
    }

    /** Any thread; the order is that of the calls from one thread. */
    void publish(Publish message, UniEmitter<? super PublishResult> outcome) {
        Publishing publishing = new Publishing(message, outcome);
        if (settings.sheds()) {
            PublishException refusal = share.offer(message);
            if (refusal == null) {
                client.publish(message, publishing, share);
            } else {
                outcome.fail(refusal);
            }
        } else {
            outcome.onTermination(() -> eventLoop.execute(() -> line.remove(publishing)));
            eventLoop.execute(() -> {
                line.add(publishing);
                admit();
            });
        }
    }

    private void admit() {
        if (admitting) {
            return;
        }
        admitting = true;
        try {
            while (!line.isEmpty() && unsettled.hasRoom(settings)) {
                Publishing next = line.poll();
                unsettled.accepted();
                unsettled.size(next.size);
                client.publish(next.message, next, share);
            }
        } finally {
            admitting = false;
        }
    }

    /** Nothing more will be sent: what is in the line fails as what is in the send queue does. */
    private void settled(long size) {
        if (!settings.sheds()) {
            unsettled.settled(size);
            admit();
        }
    }

    private void restoredSettled(long size) {
        unsettled.restoredSettled(size);
        admit();
    }

    private final class Publishing implements PublishCompletion {

        private final Publish message;
        private final long size;
        private final UniEmitter<? super PublishResult> outcome;

        Publishing(Publish message, UniEmitter<? super PublishResult> outcome) {
            this.message = message;
            this.size = PublisherQueue.size(message);
            this.outcome = outcome;
        }

        @Override
        public void succeeded(int packetId, int reasonCode, Properties answer) {
            outcome.complete(PublishCompletion.result(packetId, reasonCode, answer));
            settled(size);
        }

        @Override
        public void failed(Throwable cause) {
            outcome.fail(cause);
            settled(size);
        }

        @Override
        public void dropped(MessageDroppedException cause) {
            boolean nacked = settings.nacksDropped() && cause.reason() != Reason.OFFLINE;
            log.dropped(cause, nacked);
            if (nacked) {
                failed(cause);
            } else {
                succeeded(0, ReasonCode.SUCCESS, Properties.EMPTY);
            }
        }
    }
}
