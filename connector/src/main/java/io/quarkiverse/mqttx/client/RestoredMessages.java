package io.quarkiverse.mqttx.client;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.MessageKeptException;
import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * The messages that an earlier process has left, by sender. Their publishers are gone, so their outcome is counted, and a
 * refusal logged; and each takes the place of a message of its sender until then.
 */
final class RestoredMessages {

    private static final Logger LOG = Logger.getLogger(RestoredMessages.class);

    private final ConnectionName name;
    private final Map<String, Backlog> left = new HashMap<>();
    private final Map<String, LongConsumer> adopted = new HashMap<>();
    private int refused;
    /** {@code null} when nothing was found, or when it is said. */
    private String found;

    RestoredMessages(ConnectionName name, SessionState state) {
        this.name = name;
        state.outgoing().forEach(message -> left.merge(message.sender(), Backlog.NONE.with(size(message)),
                (before, one) -> before.with(one.bytes())));
        found = state.isEmpty() ? null
                : state.outgoing().size() + " messages to send, " + state.received().size() + " received at QoS 2, "
                        + state.subscriptions().size() + " subscriptions";
    }

    /** Says once what was found, when the channels are known that use the connection. */
    void announce() {
        if (found != null) {
            LOG.infof("%s resumes the session of an earlier process: %s", name, found);
            found = null;
        }
    }

    /** As a message of this process counts; of one that is released nothing is left but its identifier. */
    private static long size(SessionState.Outgoing message) {
        return message.isReleased() ? 0 : PublisherQueue.size(message.message());
    }

    /**
     * The sender is there again.
     *
     * @param settled gets on the event loop, for each message of it that has its outcome from now on, what it counts in bytes
     * @return those that have none yet
     */
    synchronized Backlog adopt(String sender, LongConsumer settled) {
        adopted.put(sender, settled);
        return left.getOrDefault(sender, Backlog.NONE);
    }

    PublishCompletion completion(SessionState.Outgoing message) {
        return new Outcome(message);
    }

    private void settled(String sender, long size) {
        LongConsumer owner;
        synchronized (this) {
            left.computeIfPresent(sender, (key, backlog) -> backlog.without(size));
            owner = adopted.get(sender);
        }
        if (owner != null) {
            owner.accept(size);
        }
    }

    private final class Outcome implements PublishCompletion {

        private final String sender;
        private final long size;
        /** {@code null} when the broker has the message already. */
        private final String topic;

        Outcome(SessionState.Outgoing message) {
            sender = message.sender();
            size = RestoredMessages.size(message);
            topic = message.isReleased() ? null : message.message().topic();
        }

        @Override
        public void succeeded(int packetId, int reasonCode, Properties answer) {
            settled(sender, size);
        }

        @Override
        public void failed(Throwable cause) {
            if (!(cause instanceof MessageKeptException)) {
                refused++;
                if (Integer.bitCount(refused) == 1) {
                    LOG.warnf("%s: a message of channel '%s' to '%s', accepted by an earlier process, was not"
                            + " published: %s. So far: %d", name, sender, SafeText.of(topic),
                            SafeText.ofMessage(cause.getMessage()), refused);
                }
            }
            settled(sender, size);
        }
    }
}
