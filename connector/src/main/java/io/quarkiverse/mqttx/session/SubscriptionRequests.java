package io.quarkiverse.mqttx.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

/**
 * SUBSCRIBE and UNSUBSCRIBE on their way (MQTT-5.0 §3.8, §3.10): what is in the packets, which are under way, and which wait
 * while that goes one by one.
 */
final class SubscriptionRequests {

    private final ConnectionState state;
    private final PacketIds ids;
    private final PoisonWatch poison;
    /** The broker has refused them, whatever it has announced. */
    private boolean withoutIdentifiers;
    /** By packet identifier, in the order in which they went out. Few and rare, so a map will do. */
    private final Map<Integer, SubscriptionRequest> pending = new LinkedHashMap<>();
    /** What waits for the answer to what is under way, while that goes one by one. */
    private final Deque<SubscriptionRequest> waiting = new ArrayDeque<>();

    SubscriptionRequests(ConnectionState state, PacketIds ids, PoisonWatch poison) {
        this.state = state;
        this.ids = ids;
        this.poison = poison;
    }

    /** The broker has refused subscription identifiers, so it is not given any from now on. */
    void doWithoutIdentifiers() {
        withoutIdentifiers = true;
    }

    /** Then a SUBSCRIBE is for one filter. */
    boolean giveIdentifiers() {
        return state.negotiated().subscriptionIdentifierAvailable() && !withoutIdentifiers;
    }

    private Properties properties(List<WantedSubscription> batch) {
        return giveIdentifiers()
                ? Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER, batch.get(0).identifier).build()
                : Properties.EMPTY;
    }

    /** Whether a SUBSCRIBE for these is no larger than what the broker takes [MQTT-3.2.2-15]. */
    boolean fitsSubscribe(List<WantedSubscription> batch) {
        List<String> filters = batch.stream().map(entry -> entry.subscription.filter()).toList();
        return PacketSize.filters(filters, 1, properties(batch), state.version()) <= state.negotiated().maximumPacketSize();
    }

    /** Whether an UNSUBSCRIBE for these is. */
    boolean fitsUnsubscribe(List<String> filters) {
        return PacketSize.filters(filters, 0, Properties.EMPTY, state.version()) <= state.negotiated().maximumPacketSize();
    }

    /** One by one, each filter has a packet of its own. */
    void submit(SubscriptionRequest request, long now) {
        if (!poison.isOneByOne()) {
            send(request, now);
        } else if (request.wanted() != null) {
            request.wanted().forEach(entry -> waiting.add(new SubscriptionRequest(List.of(entry), null, null)));
        } else {
            request.unwanted().forEach(
                    filter -> waiting.add(new SubscriptionRequest(null, List.of(filter), request.done())));
        }
        sendNext(now);
    }

    /** Sends what has waited, as far as that may go out. */
    void sendNext(long now) {
        while (!waiting.isEmpty() && poison.maySend()) {
            send(waiting.poll(), now);
        }
    }

    private void send(SubscriptionRequest asked, long now) {
        SubscriptionRequest request = asked.sentAs(state.progress().number() + 1, now);
        int packetId = ids.take(request);
        pending.put(packetId, request);
        List<WantedSubscription> filters = request.wanted();
        state.send(filters == null ? new Unsubscribe(packetId, request.unwanted(), Properties.EMPTY)
                : new Subscribe(packetId, filters.stream().map(entry -> entry.subscription).toList(), properties(filters)),
                now);
        poison.sent(request.key());
    }

    /** What SUBACK, or else UNSUBACK, answers; {@code null} when nobody has asked. */
    SubscriptionRequest answered(int packetId, boolean subAck) {
        SubscriptionRequest request = pending.get(packetId);
        if (request == null || subAck != (request.wanted() != null)) {
            return null;
        }
        pending.remove(packetId);
        poison.answered(request.key());
        ids.free(packetId);
        return request;
    }

    /** What had no answer: nobody will get one. */
    List<SubscriptionRequest> connectionLost() {
        List<SubscriptionRequest> unanswered = new ArrayList<>(pending.values());
        unanswered.addAll(waiting);
        pending.keySet().forEach(ids::free);
        pending.clear();
        waiting.clear();
        return unanswered;
    }

    /** What went out first and has no answer, or {@code null}. */
    SubscriptionRequest firstUnanswered() {
        SubscriptionRequest oldest = oldest();
        return oldest == null || state.progress().isHeld(oldest.number()) ? null : oldest;
    }

    /** Whether nothing has to be asked, and nothing has to be answered. */
    boolean isIdle() {
        return pending.isEmpty() && waiting.isEmpty();
    }

    /** Whether an UNSUBSCRIBE for the filter is under way. */
    boolean isEnding(String filter) {
        for (SubscriptionRequest request : pending.values()) {
            if (request.unwanted() != null && request.unwanted().contains(filter)) {
                return true;
            }
        }
        return false;
    }

    long nextDeadline() {
        SubscriptionRequest oldest = oldest();
        return oldest == null ? Long.MAX_VALUE : state.ackDeadline(oldest.number(), oldest.sentAt());
    }

    void tick(long now) {
        if (now >= nextDeadline()) {
            state.unanswered("no " + oldest().packet(), "", now);
        }
    }

    private SubscriptionRequest oldest() {
        return pending.isEmpty() ? null : pending.values().iterator().next();
    }
}
