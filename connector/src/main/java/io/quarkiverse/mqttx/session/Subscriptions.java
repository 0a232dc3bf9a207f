package io.quarkiverse.mqttx.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UnsubscribeException;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * Subscriptions wanted by the application and granted by the broker, kept apart (MQTT-5.0 §3.8 to §3.11). At each connection
 * exactly what is missing is asked for: all when the broker has no session, else only what it has not granted in it.
 */
final class Subscriptions {

    /** Some brokers take no more in one SUBSCRIBE (AWS IoT Core: 8). */
    private static final int BATCH = 8;

    private static final int MAX_FAILURE_FREE_CODE = 2;

    private final ConnectionState state;
    private final SessionJournal journal;
    private final SubscriptionRequests requests;

    private final Map<String, WantedSubscription> wanted = new LinkedHashMap<>();
    private int nextIdentifier;
    /** By filter, of an earlier process: what the broker has in store still bears them. */
    private Map<String, Integer> restored = Map.of();
    /** The broker has sent UNSUBACK without codes in MQTT 5. */
    private boolean codesMissed;
    /** No longer wanted, but the session at the broker may still have them. */
    private final Set<String> leftovers = new LinkedHashSet<>();

    Subscriptions(ConnectionState state, SubscriptionRequests requests, SessionSettings settings, SessionJournal journal) {
        this.state = state;
        this.requests = requests;
        this.journal = journal;
        this.nextIdentifier = settings.flow().firstSubscriptionIdentifier();
    }

    /**
     * Goes on with what an earlier process had asked for.
     *
     * @param expected filters that will be wanted, though perhaps only when there is a connection already
     */
    void restore(SessionState state, Set<String> expected) {
        restored = state.subscriptions();
        leftovers.addAll(restored.keySet());
        leftovers.removeAll(expected);
    }

    int subscribe(Subscription subscription, SubscriptionListener listener, long now) {
        String filter = subscription.filter();
        WantedSubscription before = wanted.get(filter);
        WantedSubscription entry = new WantedSubscription(subscription, listener,
                before == null ? identifierOf(filter) : before.identifier);
        if (before == null && journal.isKept()) {
            journal.record(new SessionChange.Subscribed(filter, entry.identifier));
        }
        leftovers.remove(filter);
        wanted.put(filter, entry);
        if (state.isUp()) {
            ask(List.of(entry), now);
        }
        return entry.identifier;
    }

    private int identifierOf(String filter) {
        Integer earlier = restored.get(filter);
        return earlier == null ? newIdentifier() : earlier;
    }

    /** None is used twice: what the broker has still in store for its first owner would go to the second one. */
    private int newIdentifier() {
        int identifier;
        do {
            identifier = nextIdentifier;
            nextIdentifier = identifier == PacketSize.MAX_VARIABLE_BYTE_INTEGER ? 1 : identifier + 1;
        } while (restored.containsValue(identifier));
        return identifier;
    }

    void unsubscribe(String filter, Consumer<UnsubscribeException> done, long now) {
        wanted.remove(filter);
        if (state.isUp()) {
            askNoLonger(List.of(filter), done, now);
        } else {
            leftovers.add(filter);
            done.accept(null);
        }
    }

    void connectionLost() {
        for (SubscriptionRequest request : requests.connectionLost()) {
            if (request.unwanted() != null) {
                leftovers.addAll(request.unwanted());
                leftovers.removeAll(wanted.keySet());
                request.done().accept(UnsubscribeException.unanswered(request.unwanted().get(0)));
            }
        }
    }

    /**
     * The broker ends the connection whenever it is asked this, so it is not asked again before somebody wants it anew.
     *
     * @param key of the request
     */
    void giveUp(Object key, String verdict) {
        if (key instanceof WantedSubscription entry) {
            entry.giveUp("SUBSCRIBE: " + verdict);
        } else {
            leftovers.remove(key);
            state.notice("UNSUBSCRIBE for " + SafeText.quote((String) key) + ": " + verdict);
        }
    }

    /**
     * @param resumes whether the broker may still have what was granted and what is no longer wanted
     * @param certain whether it surely has; else everything is asked for again, which does no harm
     */
    void connected(boolean resumes, boolean certain, long now) {
        if (!certain) {
            wanted.values().forEach(WantedSubscription::lost);
        }
        if (!resumes) {
            leftovers.forEach(this::ended);
            leftovers.clear();
        } else if (!leftovers.isEmpty()) {
            List<String> filters = List.copyOf(leftovers);
            leftovers.clear();
            askNoLonger(filters, now);
        }
        List<WantedSubscription> missing = new ArrayList<>();
        for (WantedSubscription entry : List.copyOf(wanted.values())) {
            if (entry.isGranted()) {
                entry.stillGranted();
            } else if (!entry.isGivenUp()) {
                missing.add(entry);
            }
        }
        ask(missing, now);
    }

    /** A SUBSCRIBE has one identifier for all its filters (MQTT-5.0 §3.8.2.1.2), so each filter gets one of its own. */
    private void ask(List<WantedSubscription> entries, long now) {
        int most = requests.giveIdentifiers() ? 1 : BATCH;
        List<WantedSubscription> batch = new ArrayList<>();
        for (WantedSubscription entry : entries) {
            if (refuseWhatTheBrokerLacks(entry)) {
                continue;
            }
            batch.add(entry);
            if (batch.size() > 1 && (batch.size() > most || !requests.fitsSubscribe(batch))) {
                batch.remove(batch.size() - 1);
                send(batch, now);
                batch = new ArrayList<>(List.of(entry));
            }
        }
        if (!batch.isEmpty()) {
            send(batch, now);
        }
    }

    private boolean refuseWhatTheBrokerLacks(WantedSubscription entry) {
        String filter = entry.subscription.filter();
        NegotiatedSettings broker = state.negotiated();
        if (!broker.sharedSubscriptionAvailable() && filter.startsWith("$share/")) {
            entry.refused(ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, "the broker offers no shared subscriptions");
            return true;
        }
        if (!broker.wildcardSubscriptionAvailable() && (filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0)) {
            entry.refused(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED, "the broker offers no wildcard subscriptions");
            return true;
        }
        if (!requests.fitsSubscribe(List.of(entry))) {
            entry.refused(ReasonCode.PACKET_TOO_LARGE, "the broker takes packets of " + broker.maximumPacketSize()
                    + " bytes at most, and the SUBSCRIBE for this topic filter would be larger");
            return true;
        }
        return false;
    }

    private void send(List<WantedSubscription> batch, long now) {
        requests.submit(new SubscriptionRequest(batch, null, null), now);
    }

    /** What was left over from an earlier connection, where nobody waits for the outcome any more. */
    private void askNoLonger(List<String> filters, long now) {
        List<String> batch = new ArrayList<>();
        for (String filter : filters) {
            batch.add(filter);
            if (batch.size() > 1 && (batch.size() > BATCH || !requests.fitsUnsubscribe(batch))) {
                batch.remove(batch.size() - 1);
                askNoLonger(batch, this::tellRefusal, now);
                batch = new ArrayList<>(List.of(filter));
            }
        }
        askNoLonger(batch, this::tellRefusal, now);
    }

    private void askNoLonger(List<String> filters, Consumer<UnsubscribeException> done, long now) {
        if (!requests.fitsUnsubscribe(filters)) {
            done.accept(UnsubscribeException.tooLarge(filters.get(0), state.negotiated().maximumPacketSize()));
            return;
        }
        requests.submit(new SubscriptionRequest(null, filters, done), now);
    }

    void subAck(SubAck subAck, long now) {
        SubscriptionRequest request = requests.answered(subAck.packetId(), true);
        if (request == null) {
            return; // nobody has asked
        }
        int[] codes = subAck.codes();
        String said = subAck.properties().string(Property.REASON_STRING);
        for (int i = 0; i < request.wanted().size(); i++) {
            WantedSubscription entry = request.wanted().get(i);
            if (wanted.get(entry.subscription.filter()) != entry) {
                continue;
            }
            if (i >= codes.length) {
                entry.refused(ReasonCode.UNSPECIFIED_ERROR, "the broker has sent SUBACK with " + codes.length + " codes for "
                        + request.wanted().size() + " topic filters");
            } else if (codes[i] <= MAX_FAILURE_FREE_CODE) {
                entry.granted(codes[i]);
            } else if (codes[i] == ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED && request.wanted().size() == 1
                    && !entry.askedWithoutIdentifier) {
                requests.doWithoutIdentifiers();
                entry.askedWithoutIdentifier = true;
                ask(List.of(entry), now);
            } else {
                entry.refused(codes[i],
                        "SUBACK " + ReasonCode.describe(codes[i]) + (said == null ? "" : ": " + SafeText.of(said)));
            }
        }
    }

    void unsubAck(UnsubAck unsubAck, long now) {
        SubscriptionRequest request = requests.answered(unsubAck.packetId(), false);
        if (request == null) {
            return; // nobody has asked
        }
        if (unsubAck.codes().length == 0 && state.version().is5() && !codesMissed) {
            codesMissed = true;
            state.notice("the broker sends UNSUBACK without reason codes, as before MQTT 5; that counts as the end of the"
                    + " subscription");
        }
        endAllBut(unsubAck, request.unwanted());
        request.done().accept(refusal(unsubAck, request.unwanted()));
    }

    private void endAllBut(UnsubAck refused, List<String> filters) {
        int[] codes = refused.codes();
        for (int i = 0; i < filters.size(); i++) {
            if (codes.length == 0 || i < codes.length && !ReasonCode.isFailure(codes[i])) {
                ended(filters.get(i));
            }
        }
    }

    /**
     * The broker does not have it any more, unless it was asked for again since: then it is wanted, or a later UNSUBSCRIBE is
     * under way, which may not arrive.
     */
    private void ended(String filter) {
        if (journal.isKept() && !wanted.containsKey(filter) && !requests.isEnding(filter)) {
            journal.record(new SessionChange.Unsubscribed(filter));
        }
    }

    /** The broker may go on sending what nobody wants; nothing can be done about that but to say so. */
    private void tellRefusal(UnsubscribeException refusal) {
        if (refusal != null) {
            state.notice(refusal.getMessage());
        }
    }

    /** The first filter that the broker keeps, or {@code null} when it has ended all. */
    private static UnsubscribeException refusal(UnsubAck unsubAck, List<String> filters) {
        int[] codes = unsubAck.codes();
        for (int i = 0; i < filters.size() && codes.length > 0; i++) {
            int code = i < codes.length ? codes[i] : ReasonCode.UNSPECIFIED_ERROR;
            if (ReasonCode.isFailure(code)) {
                return new UnsubscribeException(filters.get(i), code, i < codes.length
                        ? unsubAck.properties().string(Property.REASON_STRING)
                        : codes.length + " codes for " + filters.size() + " topic filters");
            }
        }
        return null;
    }
}
