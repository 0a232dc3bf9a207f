package io.quarkiverse.mqttx.client;

import java.util.HashMap;
import java.util.Map;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.SessionState;
import io.quarkiverse.mqttx.session.packet.Properties;

/**
 * The messages that an earlier process has left, by sender. Their publishers are gone, so their outcome is counted, and a
 * refusal
 * logged; and each takes the place of a message of its sender until then.
 */
final class RestoredMessages {

    private static final Logger LOG = Logger.getLogger(RestoredMessages.class);

    private final String name;
    private final Map<String, Integer> left = new HashMap<>();
    private final Map<String, Runnable> adopted = new HashMap<>();
    private int refused;

    /** @param name of the connection, for the log */
    RestoredMessages(String name, SessionState state) {
        this.name = name;
        state.outgoing().forEach(message -> left.merge(message.sender(), 1, Integer::sum));
        if (!state.isEmpty()) {
            LOG.infof("MQTT connection '%s' goes on with the session of an earlier process: %d messages to send, %d received at"
                    + " QoS 2, %d subscriptions", name, state.outgoing().size(), state.received().size(),
                    state.subscriptions().size());
        }
    }

    /** How many have no outcome yet. */
    synchronized int left(String sender) {
        return left.getOrDefault(sender, 0);
    }

    /**
     * The sender is there again.
     *
     * @param settled runs on the event loop for each message of it that gets its outcome from now on
     * @return how many have none yet
     */
    synchronized int adopt(String sender, Runnable settled) {
        adopted.put(sender, settled);
        return left(sender);
    }

    PublishCompletion completion(SessionState.Outgoing message) {
        return new Outcome(message);
    }

    private void settled(String sender) {
        Runnable owner;
        synchronized (this) {
            left.computeIfPresent(sender, (key, count) -> count - 1);
            owner = adopted.get(sender);
        }
        if (owner != null) {
            owner.run();
        }
    }

    private final class Outcome implements PublishCompletion {

        private final String sender;
        /** {@code null} when the broker has the message already. */
        private final String topic;

        Outcome(SessionState.Outgoing message) {
            sender = message.sender();
            topic = message.isReleased() ? null : message.message().topic();
        }

        @Override
        public void succeeded(int packetId, int reasonCode, Properties answer) {
            settled(sender);
        }

        @Override
        public void failed(Throwable cause) {
            if (!(cause instanceof MessageKeptException)) {
                refused++;
                LOG.warnf("MQTT connection '%s': a message of channel '%s' to '%s', accepted by an earlier process, was not"
                        + " published: %s. So far: %d", name, sender, topic, cause.getMessage(), refused);
            }
            settled(sender);
        }
    }
}
