package io.quarkiverse.mqttx.connector.incoming;

import java.util.Arrays;

/**
 * The publishers of a channel, one for each of {@code concurrency}. A message goes to one that has demand, in turn.
 * Touched on the event loop, but for {@link #add}.
 */
final class ChannelPublishers {

    private volatile ChannelPublisher[] publishers = {};
    private int next;

    /** Any thread. */
    synchronized ChannelPublisher add(ChannelPublisher publisher) {
        ChannelPublisher[] more = Arrays.copyOf(publishers, publishers.length + 1);
        more[publishers.length] = publisher;
        publishers = more;
        return publisher;
    }

    /** The next copy in turn that has demand, or {@code null}. */
    ChannelPublisher taker() {
        ChannelPublisher[] all = publishers;
        for (int i = 0; i < all.length; i++) {
            ChannelPublisher candidate = all[next];
            next = next + 1 == all.length ? 0 : next + 1;
            if (candidate.hasDemand()) {
                return candidate;
            }
        }
        return null;
    }

    boolean haveSubscribers() {
        return Arrays.stream(publishers).anyMatch(ChannelPublisher::hasSubscribers);
    }

    /** Whether the application has paused a copy that has a subscriber. */
    boolean arePaused() {
        return Arrays.stream(publishers).anyMatch(publisher -> publisher.isPaused() && publisher.hasSubscribers());
    }

    /** @param cause {@code null} for a completion */
    void terminate(Throwable cause) {
        for (ChannelPublisher publisher : publishers) {
            publisher.terminate(cause);
        }
    }
}
