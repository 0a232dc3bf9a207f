package io.quarkiverse.mqttx.connector.incoming;

import java.util.Arrays;

/**
 * The copies of a channel, one for each of {@code concurrency}: a message goes to one of them, in turn, that has demand.
 * Touched on the event loop, but for {@link #add}.
 */
final class ChannelPublishers {

    private volatile ChannelPublisher[] copies = {};
    private int next;

    /** Any thread. */
    synchronized ChannelPublisher add(ChannelPublisher copy) {
        ChannelPublisher[] more = Arrays.copyOf(copies, copies.length + 1);
        more[copies.length] = copy;
        copies = more;
        return copy;
    }

    /** The next copy in turn that has demand, or {@code null}. */
    ChannelPublisher taker() {
        ChannelPublisher[] all = copies;
        for (int i = 0; i < all.length; i++) {
            ChannelPublisher candidate = all[next];
            next = next + 1 == all.length ? 0 : next + 1;
            if (candidate.hasDemand()) {
                return candidate;
            }
        }
        return null;
    }

    boolean haveConsumers() {
        for (ChannelPublisher copy : copies) {
            if (copy.hasConsumers()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the application has paused a copy that has a consumer. */
    boolean arePaused() {
        for (ChannelPublisher copy : copies) {
            if (copy.isPaused() && copy.hasConsumers()) {
                return true;
            }
        }
        return false;
    }

    /** @param cause {@code null} for a completion */
    void terminate(Throwable cause) {
        for (ChannelPublisher copy : copies) {
            copy.terminate(cause);
        }
    }
}
