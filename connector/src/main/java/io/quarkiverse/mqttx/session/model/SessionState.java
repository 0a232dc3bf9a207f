package io.quarkiverse.mqttx.session.model;

import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * What is left of the session of an earlier process.
 *
 * @param outgoing messages without an outcome, in the order in which they are to go out: first those in flight
 * @param received messages of QoS 2 for which PUBREC was to go out, with their packet identifiers
 * @param subscriptions the filters that the broker may have, with their identifiers
 */
public record SessionState(List<Outgoing> outgoing, List<Publish> received, Map<String, Integer> subscriptions) {

    public SessionState {
        outgoing = List.copyOf(outgoing);
        received = List.copyOf(received);
        subscriptions = Map.copyOf(subscriptions);
    }

    public boolean isEmpty() {
        return outgoing.isEmpty() && received.isEmpty() && subscriptions.isEmpty();
    }

    /**
     * A message of QoS 1 or 2 on its way to the broker.
     *
     * @param sequence as {@link SessionChange.Accepted} named it
     * @param sender who published it: the name of an {@link PublisherQueue}
     * @param message {@code null} when it is released, since the broker has it then
     * @param packetId 0 when it was not sent yet
     * @param order among those in flight; 0 when it was not sent yet
     */
    public record Outgoing(long sequence, String sender, Publish message, int packetId, long order) {

        /** Whether PUBREC has come for it. */
        public boolean isReleased() {
            return message == null;
        }
    }
}
