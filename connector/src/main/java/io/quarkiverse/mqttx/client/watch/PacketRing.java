package io.quarkiverse.mqttx.client.watch;

import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * The last packets of a connection in both directions, to be shown when it ends in an error. It is always on, because nobody
 * switches it on in time; so of a PUBLISH it keeps the topic and numbers, but neither payload nor properties, and adding a
 * packet allocates nothing.
 */
public final class PacketRing {

    private static final int SIZE = 32;

    /** The topic of a PUBLISH; any other packet as it is. */
    private final Object[] packets = new Object[SIZE];
    /** Flags, topic alias and packet identifier of a PUBLISH; of others the flag {@link #SENT} only. */
    private final long[] heads = new long[SIZE];
    private final int[] lengths = new int[SIZE];
    private int next;

    private static final int SENT = 1;
    private static final int RETAIN = 2;
    private static final int DUPLICATE = 4;
    private static final int QOS_SHIFT = 3;
    private static final int ALIAS_SHIFT = 16;
    private static final int ID_SHIFT = 32;

    public void add(boolean sent, Packet packet) {
        int slot = next++ & SIZE - 1;
        long head = sent ? SENT : 0;
        if (packet instanceof Publish publish) {
            packets[slot] = publish.topic();
            lengths[slot] = publish.payload().length;
            head |= (publish.retain() ? RETAIN : 0) | (publish.duplicate() ? DUPLICATE : 0)
                    | (long) publish.qos() << QOS_SHIFT | (long) publish.packetId() << ID_SHIFT;
            if (publish.topic().isEmpty()) {
                head |= (long) publish.topicAlias() << ALIAS_SHIFT;
            }
        } else {
            packets[slot] = packet;
        }
        heads[slot] = head;
    }

    boolean isEmpty() {
        return packets[0] == null;
    }

    /** The topic of the last message of QoS 0 that was sent, or {@code null}. */
    public String lastTopicAtQos0() {
        for (int i = 1; i <= SIZE; i++) {
            int slot = next - i & SIZE - 1;
            boolean sentAtQos0 = (heads[slot] & (SENT | 3 << QOS_SHIFT)) == SENT;
            if (sentAtQos0 && packets[slot] instanceof String topic && !topic.isEmpty()) {
                return topic;
            }
        }
        return null;
    }

    /** Each packet in a line of its own, the oldest first. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SIZE; i++) {
            int slot = next + i & SIZE - 1;
            if (packets[slot] != null) {
                text.append((heads[slot] & SENT) != 0 ? "\n    sent     " : "\n    received ").append(line(slot));
            }
        }
        return text.toString();
    }

    private String line(int slot) {
        if (packets[slot] instanceof Packet packet) {
            return PacketText.of(packet);
        }
        long head = heads[slot];
        return PacketText.publish((String) packets[slot], (int) (head >> ALIAS_SHIFT) & 0xFFFF, lengths[slot],
                (int) (head >> QOS_SHIFT) & 3, (int) (head >> ID_SHIFT), (head & RETAIN) != 0, (head & DUPLICATE) != 0);
    }
}
