package io.quarkiverse.mqttx.connector.reply;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.connector.config.model.RequestSettings;
import io.vertx.core.Future;

/** Where the replies to the requests of one channel arrive: the seam between the emitter and the connection. */
public interface ReplyInbox {

    /** Who waits for replies. Called on the event loop of the connection. */
    interface Recipient {

        /** A reply has come; tells what became of it. */
        Outcome received(CorrelationId correlationId, Message<byte[]> reply);

        /** No reply will come any more; {@link #subscribed} has failed before, for those who ask from now on. */
        void over(Throwable cause);
    }

    /** What became of a reply. */
    enum Outcome {
        DELIVERED,
        /** Its request waits no longer. */
        LATE,
        /** There was a reply to its request already. */
        DUPLICATE,
        /** There is no such request. */
        UNKNOWN
    }

    RequestSettings settings();

    void recipient(Recipient recipient);

    /** Completes when the broker has granted the subscription; fails while it refuses. Another one after each change. */
    Future<Void> subscribed();

    /** How a request asks for its reply; called when it is subscribed. */
    RequestAddress address(CorrelationId correlationId);

    /** Runs it on the event loop of the connection. */
    void onEventLoop(Runnable task);

    /** How many replies came too late. */
    long late();
}
