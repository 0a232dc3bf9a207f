package io.quarkiverse.mqttx.connector.outgoing;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;

/** Requests messages from the publisher of an outgoing channel, as many as the settings of its send queue allow. */
abstract class Demand {

    /** What suits the settings of the send queue. */
    static Demand of(SendQueueSettings sendQueue, Unsettled unsettled) {
        if (sendQueue.sheds()) {
            return new Unbounded();
        }
        return sendQueue.maxBytes() == SendQueueSettings.UNLIMITED ? new Counted(sendQueue.maxMessages())
                : new Measured(sendQueue, unsettled);
    }

    /** Written on the publisher's thread. */
    volatile Flow.Subscription upstream;

    /** The publisher is there. */
    void publisher(Flow.Subscription subscription) {
        upstream = subscription;
    }

    /** @param left what an earlier process has left counts against the bounds; {@link #restoredSettled} tells its end */
    abstract void begin(Backlog left, EventLoop eventLoop);

    /** What becomes of a message that an earlier process has left is known; on the event loop. */
    void restoredSettled(long size) {
        settled();
    }

    /** A message has come and is counted; on the publisher's thread. */
    void accepted() {
    }

    /** What becomes of a message is known, and it counts no longer; on the event loop. */
    abstract void settled();

    /** A full send queue drops or refuses, so nobody needs to wait. */
    private static final class Unbounded extends Demand {

        @Override
        void begin(Backlog left, EventLoop eventLoop) {
            upstream.request(Long.MAX_VALUE);
        }

        @Override
        void settled() {
        }
    }

    /** As many as may be unsettled, given back in portions, so that not every message costs a request. */
    private static final class Counted extends Demand {

        private final int max;
        private final int portion;
        /** Event loop only. */
        private int notRequested;

        Counted(int max) {
            this.max = max;
            this.portion = Math.max(1, max / 4);
        }

        @Override
        void begin(Backlog left, EventLoop eventLoop) {
            if (left.messages() < max) {
                upstream.request(max - left.messages());
            } else {
                eventLoop.execute(() -> notRequested -= left.messages() - max);
            }
        }

        @Override
        void settled() {
            if (++notRequested >= portion) {
                int more = notRequested;
                notRequested = 0;
                upstream.request(more);
            }
        }
    }

    /**
     * One after the other while there is room: nobody knows how large the next one is, so what was asked for beforehand would
     * come on top.
     */
    private static final class Measured extends Demand {

        private final SendQueueSettings bounds;
        private final Unsettled unsettled;
        /** Another one may be asked for; whoever finds room takes it back and asks. */
        private final AtomicBoolean wanted = new AtomicBoolean();

        Measured(SendQueueSettings bounds, Unsettled unsettled) {
            this.bounds = bounds;
            this.unsettled = unsettled;
        }

        @Override
        void begin(Backlog left, EventLoop eventLoop) {
            unsettled.restored(left);
            accepted();
        }

        @Override
        void restoredSettled(long size) {
            unsettled.restoredSettled(size);
            requestIfRoom();
        }

        @Override
        void accepted() {
            wanted.set(true);
            requestIfRoom();
        }

        @Override
        void settled() {
            requestIfRoom();
        }

        private void requestIfRoom() {
            if (unsettled.hasRoom(bounds) && wanted.compareAndSet(true, false)) {
                upstream.request(1);
            }
        }
    }
}
