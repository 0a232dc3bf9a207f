package io.quarkiverse.mqttx.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.WireLimits;

/**
 * How often messages were delivered that the application gave up and the broker must send again. They are known by their
 * content, since not every broker keeps the packet identifier (Artemis gives another one), and by a hash of it, since the
 * broker has the message. Messages of the same content are counted together.
 */
final class RedeliveryCounter {

    /** What is never sent again, as it may have expired, must not stay for ever. */
    static final int BOUND = WireLimits.MAX_TWO_BYTES;

    private final Map<Integer, Copies> byContent = new HashMap<>();

    private record Copies(int number, int deliveries) {
    }

    void add(InboundMessage message) {
        if (byContent.size() >= BOUND) {
            byContent.clear();
        }
        byContent.merge(content(message.packet()), new Copies(1, message.deliveries), (known, another) -> new Copies(
                known.number + 1, Math.max(known.deliveries, another.deliveries)));
    }

    /** How often a message that comes now was delivered before. */
    int deliveries(Publish packet) {
        if (byContent.isEmpty()) {
            return 0;
        }
        Integer content = content(packet);
        Copies known = byContent.remove(content);
        if (known != null && known.number > 1) {
            byContent.put(content, new Copies(known.number - 1, known.deliveries));
        }
        return known == null ? 0 : known.deliveries;
    }

    void clear() {
        byContent.clear();
    }

    private static int content(Publish packet) {
        return 31 * packet.topic().hashCode() + Arrays.hashCode(packet.payload());
    }
}
