package io.quarkiverse.mqttx.connector.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.KeptSession;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.spi.SessionStore;

/** What a session tells its store, by chance: messages come, go out, are released and settled, and so on. */
final class SessionScript {

    private final Random random;
    private final int largest;
    private final int busy;
    private final List<SessionChange> told = new ArrayList<>();
    /** By sequence, how far a message is: accepted, sent, released. */
    private final TreeMap<Long, Integer> live = new TreeMap<>();
    private long counter;

    /**
     * @param largest bytes of a payload
     * @param busy about how many messages are on their way
     */
    SessionScript(Random random, int largest, int busy) {
        this.random = random;
        this.largest = largest;
        this.busy = busy;
    }

    /** The changes of the next commit. */
    List<SessionChange> next() {
        List<SessionChange> changes = new ArrayList<>();
        int size = 1 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            changes.add(change());
        }
        told.addAll(changes);
        return changes;
    }

    /** How many changes there were. */
    int size() {
        return told.size();
    }

    /** The session after so many changes, such that it can be compared. */
    String after(int changes) {
        KeptSession state = new KeptSession();
        told.subList(0, changes).forEach(state::apply);
        return describe(state.build());
    }

    static String describe(SessionState state) {
        StringBuilder text = new StringBuilder();
        state.outgoing().forEach(message -> text.append(message.sequence()).append(' ').append(message.sender()).append(' ')
                .append(message.packetId()).append(' ').append(message.order()).append(' ').append(describe(message.message()))
                .append('\n'));
        state.received().forEach(message -> text.append(describe(message.with(Properties.EMPTY))).append('\n'));
        return text.append(new TreeMap<>(state.subscriptions())).toString();
    }

    private static String describe(Publish message) {
        return message == null ? "released"
                : message + " " + Arrays.hashCode(message.payload()) + " " + message.properties();
    }

    static SessionStore.Request request(java.nio.file.Path directory) {
        return new SessionStore.Request("out", "me", List.of("localhost:1883"), directory);
    }

    private SessionChange change() {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return new SessionChange.Received(message().as(1 + random.nextInt(50), false));
        } else if (kind == 1) {
            return new SessionChange.Completed(1 + random.nextInt(50));
        } else if (kind == 2) {
            return new SessionChange.Subscribed("filter/" + random.nextInt(10), random.nextInt(100));
        } else if (kind == 3) {
            return new SessionChange.Unsubscribed("filter/" + random.nextInt(10));
        } else if (live.isEmpty() || random.nextInt(4 * busy) > 3 * live.size()) {
            live.put(++counter, 0);
            return new SessionChange.Accepted(counter, "orders" + random.nextInt(3), message());
        }
        long sequence = random.nextInt(3) == 0 ? live.lastKey() : live.firstKey();
        int step = live.merge(sequence, 1, Integer::sum);
        if (step == 1) {
            return new SessionChange.Identified(sequence, 1 + (int) (sequence % 65_535), ++counter);
        } else if (step == 2 && random.nextBoolean()) {
            return new SessionChange.Released(sequence, ++counter);
        }
        live.remove(sequence);
        return new SessionChange.Settled(sequence);
    }

    private Publish message() {
        byte[] payload = new byte[random.nextInt(largest)];
        random.nextBytes(payload);
        Properties.Builder properties = Properties.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
            properties.add(Property.USER_PROPERTY, new UserProperty("größe", "x".repeat(random.nextInt(100))));
        }
        return new Publish("topic/" + random.nextInt(10), payload, 1 + random.nextInt(2), random.nextBoolean(), false, 0,
                properties.build());
    }
}
