package io.quarkiverse.mqttx.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.model.SessionState.Outgoing;
import io.quarkiverse.mqttx.session.packet.Publish;

/** Puts the state together from the changes, in their order. A change that is applied twice changes nothing more. */
public final class KeptSession {

    /** Of a session that is new. */
    public static final SessionState EMPTY = new SessionState(List.of(), List.of(), Map.of());

    private final Map<Long, Outgoing> outgoing = new TreeMap<>();
    private final Map<Integer, Publish> received = new TreeMap<>();
    private final Map<String, Integer> subscriptions = new LinkedHashMap<>();

    public KeptSession apply(SessionChange change) {
        if (change instanceof SessionChange.Accepted accepted) {
            add(new Outgoing(accepted.sequence(), accepted.sender(), accepted.message(), 0, 0));
        } else if (change instanceof SessionChange.Identified identified) {
            outgoing.computeIfPresent(identified.sequence(),
                    (sequence, message) -> new Outgoing(sequence, message.sender(), message.message(), identified.packetId(),
                            identified.order()));
        } else if (change instanceof SessionChange.Released released) {
            outgoing.computeIfPresent(released.sequence(), (sequence, message) -> new Outgoing(sequence,
                    message.sender(), null, message.packetId(), released.order()));
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
    public KeptSession add(Outgoing message) {
        outgoing.put(message.sequence(), message);
        return this;
    }

    /** A message of QoS 2 for which PUBREC was to go out. */
    public KeptSession add(Publish message) {
        received.put(message.packetId(), message);
        return this;
    }

    /** A filter that the broker may have. */
    public KeptSession add(String filter, int identifier) {
        subscriptions.put(filter, identifier);
        return this;
    }

    public SessionState build() {
        List<Outgoing> messages = new ArrayList<>();
        outgoing.values().stream().filter(message -> message.packetId() != 0).sorted(Comparator.comparingLong(Outgoing::order))
                .forEach(messages::add);
        outgoing.values().stream().filter(message -> message.packetId() == 0).forEach(messages::add);
        return new SessionState(messages, List.copyOf(received.values()), subscriptions);
    }
}
