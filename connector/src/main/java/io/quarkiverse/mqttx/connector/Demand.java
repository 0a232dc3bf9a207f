package io.quarkiverse.mqttx.connector;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.mqttx.session.OutboxSettings;

/** How much an outgoing channel asks of its publisher. */
abstract class Demand {

    /** What suits the settings of the outbox. */
    static Demand of(OutboxSettings outbox) {
        if (outbox.sheds()) {
            return new Unbounded();
        }
        return outbox.maxBytes() == OutboxSettings.UNLIMITED ? new Counted(outbox.maxMessages())
                : new Measured(outbox.maxMessages(), outbox.maxBytes());
    }

    /** The publisher is there. */
    abstract void begin(Flow.Subscription upstream);

    /** A message has come; on the publisher's thread. */
    void accepted(OutgoingMessage message) {
    }

    /** What becomes of a message is known; on the event loop. */
    abstract void settled(OutgoingMessage message);

    /** A full outbox drops or refuses, so nobody needs to wait. */
    private static final class Unbounded extends Demand {

        @Override
        void begin(Flow.Subscription upstream) {
            upstream.request(Long.MAX_VALUE);
        }

        @Override
        void settled(OutgoingMessage message) {
        }
    }

    /** As many as may be unsettled, given back in portions, so that not every message costs a request. */
    private static final class Counted extends Demand {

        private final int max;
        private final int portion;
        private Flow.Subscription upstream;
        /** Event loop only. */
        private int notRequested;

        Counted(int max) {
            this.max = max;
            this.portion = Math.max(1, max / 4);
        }

        @Override
        void begin(Flow.Subscription subscription) {
            upstream = subscription;
            upstream.request(max);
        }

        @Override
        void settled(OutgoingMessage message) {
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

        private final int max;
        private final long maxBytes;
        private Flow.Subscription upstream;
        private final AtomicLong unsettled = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        /** Another one may be asked for; whoever finds room takes it back and asks. */
        private final AtomicBoolean wanted = new AtomicBoolean();

        Measured(int max, long maxBytes) {
            this.max = max;
            this.maxBytes = maxBytes;
        }

        @Override
        void begin(Flow.Subscription subscription) {
            upstream = subscription;
            upstream.request(1);
        }

        @Override
        void accepted(OutgoingMessage message) {
            unsettled.incrementAndGet();
            bytes.addAndGet(message.size);
            wanted.set(true);
            requestIfRoom();
        }

        @Override
        void settled(OutgoingMessage message) {
            unsettled.decrementAndGet();
            bytes.addAndGet(-message.size);
            requestIfRoom();
        }

        private void requestIfRoom() {
            if (unsettled.get() < max && bytes.get() < maxBytes && wanted.compareAndSet(true, false)) {
                upstream.request(1);
            }
        }
    }
}
