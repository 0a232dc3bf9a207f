package io.quarkiverse.mqttx.client.watch;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.MqttPacket;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * What the application wants to be called for, by packet type. All callbacks run whose condition the packet meets; those
 * without a condition run only when it meets none. Used on the event loop.
 */
public final class PacketCallbacks {

    private static final Logger LOG = Logger.getLogger(PacketCallbacks.class);

    /**
     * Highest priority first, then in the order of registration; replaced, never changed, since a callback may register more.
     */
    private final Map<PacketType, List<Callback>> callbacks = new EnumMap<>(PacketType.class);

    boolean isEmpty() {
        return callbacks.isEmpty();
    }

    void add(PacketType type, Callback callback) {
        List<Callback> all = new ArrayList<>(callbacks.getOrDefault(type, List.of()));
        int position = 0;
        while (position < all.size() && all.get(position).priority >= callback.priority) {
            position++;
        }
        all.add(position, callback);
        callbacks.put(type, all);
    }

    void remove(PacketType type, Callback callback) {
        List<Callback> rest = new ArrayList<>(callbacks.getOrDefault(type, List.of()));
        rest.remove(callback);
        if (rest.isEmpty()) {
            callbacks.remove(type);
        } else {
            callbacks.put(type, rest);
        }
    }

    void call(boolean sent, Packet packet) {
        List<Callback> all = callbacks.get(packet.type());
        if (all == null) {
            return;
        }
        MqttPacket view = new ObservedPacket(sent, packet);
        boolean met = false;
        for (Callback callback : all) {
            if (callback.condition != null && callback.run(view)) {
                met = true;
            }
        }
        if (!met) {
            for (Callback callback : all) {
                if (callback.condition == null) {
                    callback.run(view);
                }
            }
        }
    }

    /** One registration. */
    public static final class Callback {

        private final ConnectionName connection;
        private final Predicate<MqttPacket> condition;
        private final int priority;
        private final Consumer<MqttPacket> action;
        private int failures;

        /** @param condition {@code null} for one that runs when no condition is met */
        public Callback(ConnectionName connection, Predicate<MqttPacket> condition, int priority, Consumer<MqttPacket> action) {
            this.connection = connection;
            this.condition = condition;
            this.priority = priority;
            this.action = action;
        }

        /** Whether the packet meets the condition, if there is one. What the application throws goes no further. */
        private boolean run(MqttPacket packet) {
            boolean met = false;
            try {
                met = condition == null || condition.test(packet);
                if (met) {
                    action.accept(packet);
                }
            } catch (Exception | AssertionError | LinkageError e) {
                failures++;
                if (Integer.bitCount(failures) == 1) {
                    LOG.errorf(SafeText.of(e), "%s: a callback for %s packets has failed, %d times so far", connection,
                            packet.type(), failures);
                }
            }
            return met;
        }
    }
}
