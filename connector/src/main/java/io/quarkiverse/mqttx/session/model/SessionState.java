package io.quarkiverse.mqttx.session.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** Of a session that is new. */
    public static final SessionState EMPTY = new SessionState(List.of(), List.of(), Map.of());

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

        private boolean isInFlight() {
            return packetId != 0;
        }

        private Outgoing identified(int id, long newOrder) {
            return new Outgoing(sequence, sender, message, id, newOrder);
        }

        private Outgoing released(long newOrder) {
            return new Outgoing(sequence, sender, null, packetId, newOrder);
        }
    }

    /** Puts the state together from the changes, in their order. A change that is applied twice changes nothing more. */
    public static final class Builder {

        private final Map<Long, Outgoing> outgoing = new TreeMap<>();
        private final Map<Integer, Publish> received = new TreeMap<>();
        private final Map<String, Integer> subscriptions = new LinkedHashMap<>();

        public Builder apply(SessionChange change) {
            if (change instanceof SessionChange.Accepted accepted) {
                add(new Outgoing(accepted.sequence(), accepted.sender(), accepted.message(), 0, 0));
            } else if (change instanceof SessionChange.Identified identified) {
                outgoing.computeIfPresent(identified.sequence(),
                        (sequence, message) -> message.identified(identified.packetId(), identified.order()));
            } else if (change instanceof SessionChange.Released released) {
                outgoing.computeIfPresent(released.sequence(), (sequence, message) -> message.released(released.order()));
            } else if (change instanceof SessionChange.Settled settled) {
                outgoing.remove(settled.sequence());
            } else if (change instanceof SessionChange.Received message) {
                add(message.message());
            } else if (change instanceof SessionChange.Completed completed) {
                received.remove(completed.packetId());
            } else if (change instanceof SessionChange.Subscribed subscribed) {
                add(subscribed.filter(), subscribed.identifier());
            } else if (change instanceof SessionChange.Unsubscribed unsubscribed) {
                subscriptions.remove(unsubscribed.filter());
            }
            return this;
        }

        /** A message on its way to the broker. */
        public Builder add(Outgoing message) {
            outgoing.put(message.sequence(), message);
            return this;
        }

        /** A message of QoS 2 for which PUBREC was to go out. */
        public Builder add(Publish message) {
            received.put(message.packetId(), message);
            return this;
        }

        /** A filter that the broker may have. */
        public Builder add(String filter, int identifier) {
            subscriptions.put(filter, identifier);
            return this;
        }

        public SessionState build() {
            List<Outgoing> messages = new ArrayList<>();
            outgoing.values().stream().filter(Outgoing::isInFlight).sorted(Comparator.comparingLong(Outgoing::order))
                    .forEach(messages::add);
            outgoing.values().stream().filter(message -> !message.isInFlight()).forEach(messages::add);
            return new SessionState(messages, List.copyOf(received.values()), subscriptions);
        }
    }
}
