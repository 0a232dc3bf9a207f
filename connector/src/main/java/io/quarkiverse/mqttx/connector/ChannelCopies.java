package io.quarkiverse.mqttx.connector;

import java.util.Arrays;

/**
 * The copies of a channel, one for each of {@code concurrency}: a message goes to one of them, in turn, that has demand.
 * Touched on the event loop, but for {@link #add}.
 */
final class ChannelCopies {

    private volatile ChannelCopy[] copies = {};
    private int next;

    /** Any thread. */
    synchronized ChannelCopy add(ChannelCopy copy) {
        ChannelCopy[] more = Arrays.copyOf(copies, copies.length + 1);
        more[copies.length] = copy;
        copies = more;
        return copy;
    }

    /** The next copy in turn that has demand, or {@code null}. */
    ChannelCopy taker() {
        ChannelCopy[] all = copies;
        for (int i = 0; i < all.length; i++) {
            ChannelCopy candidate = all[next];
            next = next + 1 == all.length ? 0 : next + 1;
            if (candidate.hasDemand()) {
                return candidate;
            }
        }
        return null;
    }

    boolean haveConsumers() {
        for (ChannelCopy copy : copies) {
            if (copy.hasConsumers()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the application has paused a copy that has a consumer. */
    boolean arePaused() {
        for (ChannelCopy copy : copies) {
            if (copy.isPaused() && copy.hasConsumers()) {
                return true;
            }
        }
        return false;
    }

    /** @param cause {@code null} for a completion */
    void terminate(Throwable cause) {
        for (ChannelCopy copy : copies) {
            copy.terminate(cause);
        }
    }
}
